import { toTimestamp } from '#kernel/domain';
import { addDays, MINUTE_MS, romeDateOf, romeDay } from '#italy';

/** How long offers of the waiting list stand: a choice of ours, hence configuration. */
export interface OfferTimes {
  readonly minutes: number;
  /** Hours of the wall clock in Rome between which the time of an offer runs: people sleep. */
  readonly fromHour: number;
  readonly untilHour: number;
}

/**
 * Until when an offer stands that is made now: for as long as is configured, counted from the morning where it is made at
 * night, and not beyond the beginning of what is offered.
 * @param startsAt of what is offered, RFC 3339
 * @param now milliseconds since the epoch
 * @returns RFC 3339, UTC
 */
export function offerEnd(startsAt: string, now: number, { minutes, fromHour, untilHour }: OfferTimes): string {
  const today = romeDateOf(now);
  const hour = (date: string, at: number): number => romeDay(date).reaching(at * 60);
  const begins = now < hour(today, untilHour) ? hour(today, fromHour) : hour(addDays(today, 1), fromHour);
  return toTimestamp(Math.min(Math.max(now, begins) + minutes * MINUTE_MS, Date.parse(startsAt)));
}
