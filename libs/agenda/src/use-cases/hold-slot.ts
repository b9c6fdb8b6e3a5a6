import { IsOptional } from 'class-validator';
import { deriveId } from '#kernel/domain';
import {
  defineCommandOn,
  everywhere,
  fact,
  IsFiscalCode,
  IsId,
  IsOneOf,
  IsRealDate,
  IsRequiredObject,
} from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { isInternal } from '../domain/agenda-day/booking-channels.ts';
import { refuseModeOnChannel } from '../domain/agenda-day/booking-modes.ts';
import { holdEnd } from '../domain/agenda-day/derived.ts';
import { freeSlotRefusals, freeSlots } from '../domain/agenda-day/free-slots.ts';
import { appointmentOfAnother, appointmentUnknown } from '../domain/agenda-day/known-appointment.ts';
import { movableRefusals, requireMovable } from '../domain/agenda-day/movable.ts';
import { requireDelivered } from '../domain/delivered-services.ts';
import { CHANNELS, MODES, type Channel, type Mode } from '../domain/vocabulary.ts';
import { bookedSubject, channelOf, channelWanted, partyRefusals, refuseChannel } from './booking-party.ts';
import { IsLocalTime, IsUnits } from './fields.ts';
import { ANY_DAY, dayId, OnAgendaDay, STAFF_ROLES } from './on-agenda-day.ts';
import { requireOwn, standingOn } from './standing-appointment.ts';
import { agendaOfMissingSlot, claimRefusals, claimsOnTime, commitmentLimits } from './take-slots.ts';

/** Whom a slot is held for. */
export class HoldingCitizenInput {
  @IsFiscalCode()
  readonly fiscalCode!: string;
}

/** The appointment of the person that shall move to the places that are held, and where it is. */
export class MovingAppointmentInput {
  /** Id of its agenda. */
  @IsId()
  readonly agendaId!: string;

  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  @IsId()
  readonly appointmentId!: string;
}

/** Keeps places for a person for some minutes. */
export class HoldSlot extends OnAgendaDay {
  /** Wall clock in Rome, HH:MM, as availability names it. */
  @IsLocalTime()
  readonly start!: string;

  /** Consecutive slots; one when absent. */
  @IsOptional()
  @IsUnits()
  readonly units?: number;

  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode!: Mode;

  /** Of staff, DESK when absent; of citizens, PORTAL. */
  @IsOptional()
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel?: Channel;

  /** Needed from staff; citizens hold for themselves. */
  @IsOptional()
  @IsRequiredObject(() => HoldingCitizenInput)
  readonly citizen?: HoldingCitizenInput;

  /** Where the person has all that they may have: the hold then serves to move that appointment, and for nothing else. */
  @IsOptional()
  @IsRequiredObject(() => MovingAppointmentInput)
  readonly instead?: MovingAppointmentInput;
}

/** All slots in one step, once the person's time is claimed for them. */
export const holdSlot = defineCommandOn(agendaDay)({
  input: HoldSlot,
  summary: 'Keeps places for a person for some minutes.',
  id: dayId,
  by: [everywhere(...STAFF_ROLES, 'citizen')],
  in: ANY_DAY,
  needs: {
    agenda: agendaOfMissingSlot,
    limits: commitmentLimits,
    moving: fact(
      agendaDay,
      ({ instead }: HoldSlot) => (instead ? dayId(instead) : undefined),
      (day, _at, { instead }) => (instead ? standingOn(day, instead.appointmentId) : undefined),
    ),
  },
  refuses: [
    ...[...freeSlotRefusals, ...partyRefusals, ...claimRefusals],
    ...[appointmentUnknown, appointmentOfAnother, ...movableRefusals],
  ],
  namesPerson: ({ citizen }) => citizen !== undefined,
  check: (wanted, day, known, principal) => {
    freeSlots({ ...wanted, channel: channelWanted(principal, wanted.channel) }, day, known);
    refuseChannel(principal, wanted.channel, wanted.mode);
    if (!wanted.instead) return;
    const { appointment } = requireOwn(principal, known.moving, wanted.instead.appointmentId);
    requireMovable(appointment, known.now);
    const { serviceId, serviceLine } = appointment.booking;
    if (day.status === 'PLANNED') requireDelivered(serviceId, day.plan, serviceLine);
  },
  prepare: async ({ date, start, units = 1, mode, channel, citizen, instead }, shell) => {
    const { principal } = shell;
    const how = channelOf(principal, channel);
    const what = { date, start, units, mode, instead };
    return { ...what, principal, ...how, subject: await bookedSubject(shell, citizen) };
  },
  claims: (wanted, day, known) => {
    const replaces = wanted.instead && known.moving?.appointment?.commitmentId;
    return claimsOnTime('HOLD', { ...wanted, replaces }, day, known);
  },
  decide: (wanted, state, known) => {
    const { day, slots } = freeSlots(wanted, state, known);
    const { start, units, mode, channel, subject, instead } = wanted;
    if (instead) {
      const { appointment } = requireOwn(wanted.principal, known.moving, instead.appointmentId);
      if (appointment.subject !== subject) throw appointmentOfAnother({ appointmentId: instead.appointmentId });
      requireMovable(appointment, known.now);
    }
    refuseModeOnChannel(mode, wanted);
    const { agendaId, date } = day.plan;
    const { startsAt, endsAt } = slots;
    const { commandId, now } = known;
    const whose = { subject, commitmentId: commandId, ...(isInternal(channel) ? { internal: true as const } : {}) };
    const place = { agendaId, date, start, startsAt, endsAt, units, ...whose };
    const holdId = deriveId('SlotHold', commandId);
    const moves = instead ? { instead: { ...instead } } : {};
    return [
      { type: 'SlotHeld', data: { ...place, holdId, mode, channel, expiresAt: holdEnd(day.plan, now), ...moves } },
    ];
  },
});
