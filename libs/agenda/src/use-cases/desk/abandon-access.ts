import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { accessIn, accessRefusals } from '../../domain/agenda-day/known-access.ts';
import { dayId, STAFF } from '../on-agenda-day.ts';
import { ofAccess, OnAccess, PLANNED } from './on-access.ts';

/** Writes down that somebody without an appointment has left without being received. */
export class AbandonAccess extends OnAccess {}

export const abandonAccess = defineCommandOn(agendaDay)({
  input: AbandonAccess,
  summary: 'Writes down that somebody who waited without an appointment has left.',
  id: dayId,
  by: [STAFF],
  in: PLANNED,
  refuses: accessRefusals('WAITING'),
  decide: ({ accessId }, day) => {
    accessIn(day, accessId, 'WAITING');
    return [{ type: 'AccessAbandoned', data: ofAccess(day, { accessId }) }];
  },
});
