import { defineRefusal, type Absent } from '#kernel/domain';
import { territorialUnit } from '#organisation';
import { defineCommandOn, fact } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import { agendaId, OnAgenda } from './on-agenda.ts';

/** Has an agenda be where its unit has its seat. */
export class RelocateAgenda extends OnAgenda {}

const inPlace = defineRefusal(
  'AGENDA_IN_PLACE',
  'The agenda is where its unit has its seat, is one of a Punto INPS, or at its end: nothing is left to do.',
  'already-so',
);

/** The agendas of a unit's own desks are where the unit has its seat today (T4): a seat never moves ahead of its day. */
export const relocateAgenda = defineCommandOn(agenda)({
  input: RelocateAgenda,
  summary: 'Has an agenda be in the municipality in which its unit has its seat.',
  id: agendaId,
  by: [],
  in: ['OPEN', 'CLOSED'],
  needs: {
    unit: fact(
      territorialUnit,
      (_input: RelocateAgenda, state: Agenda | Absent) =>
        state.status === 'ABSENT' ? undefined : state.profile.owner.unit,
      (state) => (state.status === 'ABSENT' ? undefined : state),
    ),
  },
  refuses: [inPlace],
  decide: ({ agendaId: id }, { profile, closedFrom }, { unit, today }) => {
    const isOver = closedFrom !== undefined && closedFrom <= today;
    const isOfPoint = profile.owner.kind === 'PUNTO_INPS';
    if (!unit || isOver || isOfPoint || unit.municipality === profile.municipality) throw inPlace();
    return [{ type: 'AgendaRelocated', data: { agendaId: id, ...seatOf(unit), previous: seatOf(profile) } }];
  },
});

function seatOf({ municipality }: { readonly municipality?: string }): { readonly municipality?: string } {
  return municipality === undefined ? {} : { municipality };
}
