import type { Attempt } from './outgoing-post.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after each failure, in milliseconds: some three days in all (Standard Webhooks, "Example retry schedule"). */
const PAUSES: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
];
/** Part of a pause by which it is made shorter or longer, so that those that failed together are not tried together. */
const JITTER = 0.2;
/** The longest that an answer may have itself waited for, in milliseconds. */
const LONGEST_ASKED = 24 * HOUR;

/** What an attempt means for a delivery. */
export type Verdict = 'delivered' | 'gone' | 'failed';

/** 2xx is delivered; 410 says that nothing more is wanted; all else, redirects too, is tried again. */
export function verdictOf({ status }: Attempt): Verdict {
  if (status !== undefined && status >= 200 && status < 300) return 'delivered';
  return status === 410 ? 'gone' : 'failed';
}

/**
 * When a delivery is tried again.
 * @param attempt what failed
 * @param failures how many attempts have failed, that one included
 * @param now milliseconds since the epoch
 * @param random from 0 to 1
 * @returns milliseconds since the epoch; undefined when all attempts of three days are used up
 */
export function nextAttemptAt(
  attempt: Attempt,
  failures: number,
  now: number,
  random: () => number,
): number | undefined {
  const pause = PAUSES[failures - 1];
  if (pause === undefined) return undefined;
  const jittered = pause * (1 + JITTER * (2 * random() - 1));
  return now + Math.round(Math.max(jittered, askedFor(attempt.retryAfter, now)));
}

/** The pause that Retry-After asks for (RFC 9110, 10.2.3: seconds, or a date), in milliseconds. */
function askedFor(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return 0;
  const asked = /^\d+$/.test(retryAfter) ? Number(retryAfter) * SECOND : Date.parse(retryAfter) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), LONGEST_ASKED);
}
