import { defineAggregate } from '#kernel/domain';
import type { AgendaDemandEvent } from './events.ts';

interface AgendaDemand {
  readonly status: 'KNOWN';
}

/** What was wanted of an agenda and not had, in a stream beside it: nobody who acts on the agenda waits for that. */
export const agendaDemand = defineAggregate<AgendaDemand, AgendaDemandEvent>({
  category: 'AgendaDemand',
  called: 'the demand on the agenda',
  codes: {
    notFound: 'AGENDA_DEMAND_NOT_FOUND',
    alreadyExists: 'AGENDA_DEMAND_ALREADY_THERE',
    stateForbids: 'AGENDA_DEMAND_STATE_FORBIDS',
  },
  moves: false,
  evolve: () => ({ status: 'KNOWN' }),
  scopeOf: () => ({}),
});
