import { defineRefusals, deriveId } from '#kernel/domain';
import { requireService, serviceUnknown } from '#services';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { receptionRefusals, requireReception } from '../../domain/agenda-day/unpromised-places.ts';
import { deliveryRefusals, requireDelivered } from '../../domain/delivered-services.ts';
import { IsServiceId } from '../fields.ts';
import { dayId, OnAgendaDay, STAFF } from '../on-agenda-day.ts';
import { ofAccess, PLANNED } from './on-access.ts';
import { dayNotToday, requireToday } from './on-appointment.ts';

/** Registers somebody who comes without an appointment, and gives them a number. Who it is is not asked. */
export class RegisterAccess extends OnAgendaDay {
  /** What the person comes for, of the catalogue of services. */
  @IsServiceId()
  readonly serviceId!: string;
}

/** Most accesses of one day of an agenda: a day is one stream. */
const MAX_ACCESSES = 2_000;

const refuse = defineRefusals({
  TOO_MANY_ACCESSES:
    'On this day {limit} persons have come without an appointment, and no more are taken: book instead.',
});

export const registerAccess = defineCommandOn(agendaDay)({
  input: RegisterAccess,
  summary: 'Registers somebody who comes without an appointment, and gives them their number in the queue.',
  id: dayId,
  by: [STAFF],
  in: PLANNED,
  refuses: [refuse, serviceUnknown, ...deliveryRefusals, dayNotToday, ...receptionRefusals],
  decide: ({ serviceId }, day, { now, today, commandId }) => {
    requireService(serviceId);
    requireDelivered(serviceId, day.plan);
    requireToday(day, today);
    requireReception(day, now);
    if (day.accesses.size >= MAX_ACCESSES) throw refuse.TOO_MANY_ACCESSES({ limit: MAX_ACCESSES });
    const accessId = deriveId('Access', commandId);
    const data = { ...ofAccess(day, { accessId }), queueNumber: day.queue + 1, serviceId };
    return [{ type: 'AccessRegistered', data }];
  },
});
