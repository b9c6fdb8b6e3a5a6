import { toTimestamp } from '#kernel/domain';
import { midnightInRome, monthsAfter } from '#italy';
import type { ProtocolEvent } from './events.ts';

/** A protocol enters into force at 00:00 in Rome of a date, which fixes its expiry. */
export function enteredIntoForce(effectiveDate: string, durationMonths: number): ProtocolEvent {
  const expiresOn = monthsAfter(effectiveDate, durationMonths);
  return { type: 'ProtocolEnteredIntoForce', data: { effectiveDate, expiresOn }, effectiveAt: startOf(effectiveDate) };
}

/** 00:00 in Rome of a date, RFC 3339. */
export function startOf(date: string): string {
  return toTimestamp(midnightInRome(date));
}
