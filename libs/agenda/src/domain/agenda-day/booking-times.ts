import { defineRefusals, toTimestamp } from '#kernel/domain';
import { addDays, MINUTE_MS, romeDateOf } from '#italy';

const refuse = defineRefusals({
  SLOT_IN_THE_PAST: 'It began at {startsAt}, and now is {now}: choose one that lies ahead.',
  NOTICE_TOO_SHORT:
    'It begins at {startsAt}, less than {noticeMinutes} minutes from now: choose one from {earliest} on.',
  BEYOND_HORIZON: 'For {date} it is too early, {horizonDays} days ahead may be booked: choose a day up to {lastDate}.',
});

export const timeRefusals = [refuse.SLOT_IN_THE_PAST, refuse.NOTICE_TOO_SHORT, refuse.BEYOND_HORIZON];

/** Within what time the slots of an agenda may be taken. */
export interface BookingTimes {
  readonly noticeMinutes: number;
  readonly horizonDays: number;
}

/**
 * Refuses what has begun.
 * @param startsAt milliseconds since the epoch, as `now`
 * @throws DomainError SLOT_IN_THE_PAST
 */
export function refusePast(startsAt: number, now: number): void {
  if (startsAt <= now) throw refuse.SLOT_IN_THE_PAST({ startsAt: toTimestamp(startsAt), now: toTimestamp(now) });
}

/**
 * Refuses what begins too soon.
 * @param start milliseconds since the epoch, as `now`
 * @throws DomainError NOTICE_TOO_SHORT
 */
export function refuseShortNotice(start: number, { noticeMinutes }: BookingTimes, now: number): void {
  const earliest = now + noticeMinutes * MINUTE_MS;
  if (start >= earliest) return;
  throw refuse.NOTICE_TOO_SHORT({ startsAt: toTimestamp(start), noticeMinutes, earliest: toTimestamp(earliest) });
}

/**
 * Refuses a day that lies too far ahead.
 * @param now milliseconds since the epoch
 * @throws DomainError BEYOND_HORIZON
 */
export function refuseFarDay(date: string, { horizonDays }: BookingTimes, now: number): void {
  const lastDate = addDays(romeDateOf(now), horizonDays);
  if (date > lastDate) throw refuse.BEYOND_HORIZON({ date, lastDate, horizonDays });
}
