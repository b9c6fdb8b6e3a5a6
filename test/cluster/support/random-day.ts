import { LedgerOfDays, LedgerOfWaiting, type AgendaDayEvent, type WaitlistEvent } from '#agenda/specification';
import type { StoredEvent } from '#kernel/ports';
import type { SeededAgenda } from '../../e2e/support/agenda.ts';

/** Of one service line. */
const MOST_OF_A_PERSON = 1;

/** Looks at what happened on days of agendas and on their lists, event by event in the order of the log, and at nothing else. */
export function lookedAt(log: readonly StoredEvent[], agendas: readonly SeededAgenda[]) {
  const ledger = new LedgerOfDays();
  const lists = new LedgerOfWaiting();
  for (const { stream, type, data, recordedAt } of log) {
    const event: unknown = { type, data };
    if (agendas.some(({ agendaId, date }) => stream === `AgendaDay-${agendaId}_${date}`)) {
      ledger.enter(event as AgendaDayEvent, recordedAt, MOST_OF_A_PERSON);
      lists.enterOfDay(event as AgendaDayEvent);
    } else if (agendas.some(({ agendaId }) => stream === `Waitlist-${agendaId}`)) lists.enter(event as WaitlistEvent);
  }
  return { ledger, lists };
}
