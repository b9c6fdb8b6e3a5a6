import { defineRefusals } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { firstDayOf } from '../../domain/calendar/recurrence-overlap.ts';
import { desk } from '../../domain/desks/desk.ts';
import { OFFICES } from '../on-agenda.ts';
import { deskId, OnDesk } from './on-desk.ts';

/** Closes a desk, at which nobody receives any more. */
export class CloseDesk extends OnDesk {}

const refuse = defineRefusals({
  DESK_IN_USE: 'At this desk agendas receive from today on, for example {agendas}: withdraw their bands first.',
});

/** Most agendas that a refusal names. */
const NAMED = 20;

export const closeDesk = defineCommandOn(desk)({
  input: CloseDesk,
  summary: 'Closes a desk, at which nobody receives any more.',
  id: deskId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [refuse],
  decide: ({ deskId: id }, { times }, { today }) => {
    const ahead = times.filter((time) => firstDayOf(time, today) !== undefined);
    const agendas = [...new Set(ahead.map(({ agendaId }) => agendaId))];
    if (agendas.length > 0) throw refuse.DESK_IN_USE({ agendas: agendas.slice(0, NAMED) });
    return [{ type: 'DeskClosed', data: { deskId: id, closedOn: today } }];
  },
});
