import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { accessIn, accessRefusals } from '../../domain/agenda-day/known-access.ts';
import {
  placesPromised,
  receptionRefusals,
  requireUnpromisedPlace,
} from '../../domain/agenda-day/unpromised-places.ts';
import { dayId, STAFF } from '../on-agenda-day.ts';
import { ofAccess, OnAccess, PLANNED } from './on-access.ts';
import { dayNotToday, requireToday } from './on-appointment.ts';

/** Begins to receive somebody without an appointment. */
export class StartAccess extends OnAccess {}

/** Bookings go first (A4): it needs a place that nobody was promised. */
export const startAccess = defineCommandOn(agendaDay)({
  input: StartAccess,
  summary: 'Begins to receive somebody without an appointment, on a place that nobody was promised.',
  id: dayId,
  by: [STAFF],
  in: PLANNED,
  refuses: [placesPromised, dayNotToday, ...receptionRefusals, ...accessRefusals('WAITING')],
  decide: ({ accessId }, day, { now, today }) => {
    accessIn(day, accessId, 'WAITING');
    requireToday(day, today);
    requireUnpromisedPlace(day, now);
    return [{ type: 'AccessStarted', data: ofAccess(day, { accessId }) }];
  },
});
