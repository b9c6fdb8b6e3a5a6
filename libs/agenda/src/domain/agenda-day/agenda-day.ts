import { defineAggregate, defineRefusal } from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import type { AgendaDay } from './day-state.ts';
import { evolveDay } from './evolve-day.ts';

/** Id of the stream of one agenda on one day. */
export function agendaDayId(agendaId: string, date: LocalDate): string {
  return `${agendaId}_${date}`;
}

/** The agenda and the date of a day's stream, which {@link agendaDayId} made. */
export function dayOf(id: string): { readonly agendaId: string; readonly date: LocalDate } {
  const between = id.lastIndexOf('_');
  return { agendaId: id.slice(0, between), date: id.slice(between + 1) };
}

/**
 * Every hold and appointment of one agenda on one day: the stream on whose revision rests that no slot is oversold.
 * Its plan is an event in it, and capacity is checked against that alone.
 */
export const agendaDay = defineAggregate<AgendaDay, AgendaDayEvent>({
  category: 'AgendaDay',
  called: 'the day',
  codes: {
    notFound: defineRefusal(
      'AGENDA_DAY_UNKNOWN',
      'The agenda has no such day: choose one that its availability lists.',
      'not-found',
    ),
    alreadyExists: 'AGENDA_DAY_ALREADY_PLANNED',
    stateForbids: 'AGENDA_DAY_STATE_FORBIDS',
  },
  evolve: evolveDay,
  scopeOf: ({ plan: { region, province, unit } }) => ({ region, province, unit }),
  // No command of a person moves it: where its agenda is, it is planned, by policy alone.
  moves: false,
  subjectsOf: ({ data }) =>
    'subject' in data ? [data.subject, ...(data.second === undefined ? [] : [data.second.subject])] : [],
});
