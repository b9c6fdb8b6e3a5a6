export { LedgerOfDays } from './ledger-of-days.ts';
export { LedgerOfWaiting } from './ledger-of-waiting.ts';
export type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
export type { WaitlistEvent } from '../domain/events/waitlist-events.ts';
export { World as DaysOfMany } from './folded-days.ts';
export * as daysOf from './folded-days.ts';
