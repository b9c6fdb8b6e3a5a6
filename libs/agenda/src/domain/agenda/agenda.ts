import { defineAggregate, defineRefusal } from '#kernel/domain';
import type { AgendaEvent } from '../events/agenda-events.ts';
import { evolveAgenda, type Agenda } from './agenda-state.ts';

/** For whoever would change a closed agenda, or book on a day that lies after its end. */
export const agendaClosed = defineRefusal(
  'AGENDA_CLOSED',
  'The agenda closes on {effectiveDate} and nothing of it changes any more: choose another, or an earlier day.',
);

/** Opening hours, closures and capacity of one agenda. What its days offer follows from it, later, in their streams. */
export const agenda = defineAggregate<Agenda, AgendaEvent>({
  category: 'Agenda',
  called: 'the agenda',
  codes: { notFound: 'AGENDA_UNKNOWN', alreadyExists: 'AGENDA_ALREADY_OPEN', stateForbids: agendaClosed },
  evolve: evolveAgenda,
  scopeOf: ({ profile: { region, province, unit } }) => ({ region, province, unit }),
  // No command of a person moves it: it passes to a Punto INPS by policy alone.
  moves: false,
  factsOf: ({ profile: { agendaId }, closedFrom }) => ({ agendaId, effectiveDate: closedFrom }),
});
