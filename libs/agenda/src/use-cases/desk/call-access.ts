import { defineCommandOn } from '#use-cases';
import { MAX_CALLS } from '../../agenda-settings.ts';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { accessIn, accessRefusals } from '../../domain/agenda-day/known-access.ts';
import { dayId, STAFF } from '../on-agenda-day.ts';
import { calledTooOften } from './call-appointment.ts';
import { ofAccess, OnAccess, PLANNED } from './on-access.ts';
import { dayNotToday, requireToday } from './on-appointment.ts';

/** Calls somebody who waits without an appointment. */
export class CallAccess extends OnAccess {}

export const callAccess = defineCommandOn(agendaDay)({
  input: CallAccess,
  summary: 'Calls somebody who waits without an appointment; each call is counted.',
  id: dayId,
  by: [STAFF],
  in: PLANNED,
  refuses: [calledTooOften, dayNotToday, ...accessRefusals('WAITING')],
  decide: ({ accessId }, day, { today }) => {
    const { calls } = accessIn(day, accessId, 'WAITING');
    requireToday(day, today);
    if (calls >= MAX_CALLS) throw calledTooOften({ calls });
    return [{ type: 'AccessCalled', data: { ...ofAccess(day, { accessId }), attempt: calls + 1 } }];
  },
});
