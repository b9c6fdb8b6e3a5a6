import { isLocalDate, type LocalDate } from './local-time.ts';

/** First and last of the days that something may lie on. */
export interface DayBounds {
  readonly earliest: LocalDate;
  readonly latest: LocalDate;
}

/** Days that a rule or an act of today can mean: whatever lies outside was mistyped, or stands for "never". */
export const DAYS_OF_ACTS: DayBounds = { earliest: '1900-01-01', latest: '2199-12-31' };

/** From the proclamation of the Kingdom on (l. 4671/1861): acts as old as that are in force. */
export const DAYS_SINCE_UNITY: DayBounds = { earliest: '1861-03-17', latest: DAYS_OF_ACTS.latest };

/** Tells whether a text is a day of the calendar, `yyyy-mm-dd`, within bounds. */
export function isDayWithin(text: string, { earliest, latest }: DayBounds): boolean {
  return isLocalDate(text) && earliest <= text && text <= latest;
}
