import { defineAggregate } from '#kernel/domain';
import type { WaitlistEvent } from '../events/waitlist-events.ts';
import { evolveWaitlist, type Waitlist } from './waitlist-state.ts';

/**
 * Who waits for a place at one agenda, hence on one service line, in the order of their turns (A9). Its id is that of the
 * agenda. What is held for them stands on the days of the agenda, and is decided there.
 */
export const waitlist = defineAggregate<Waitlist, WaitlistEvent>({
  category: 'Waitlist',
  called: 'the waiting list',
  codes: {
    notFound: 'WAITING_LIST_EMPTY',
    alreadyExists: 'WAITING_LIST_ALREADY_THERE',
    stateForbids: 'WAITING_LIST_STATE_FORBIDS',
  },
  evolve: evolveWaitlist,
  scopeOf: ({ territory }) => territory,
  // No command of a person moves it: it goes with its agenda, by policy alone.
  moves: false,
  subjectsOf: (event) => ('subject' in event.data ? [event.data.subject] : []),
});
