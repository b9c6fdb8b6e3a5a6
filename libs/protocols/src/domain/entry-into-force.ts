import { toTimestamp } from '#kernel/domain';
import { midnightInRome, monthsAfter } from '#italy';
import type { ProtocolEvent } from './events.ts';
import type { Termination } from './vocabulary.ts';

/** A protocol enters into force at 00:00 in Rome of a date, which fixes its expiry. */
export function enteredIntoForce(effectiveDate: string, durationMonths: number): ProtocolEvent {
  const expiresOn = monthsAfter(effectiveDate, durationMonths);
  return { type: 'ProtocolEnteredIntoForce', data: { effectiveDate, expiresOn }, effectiveAt: startOf(effectiveDate) };
}

/** A protocol ends at 00:00 in Rome of the effective date of its termination. */
export function terminated(termination: Termination): ProtocolEvent {
  return { type: 'ProtocolTerminated', data: termination, effectiveAt: startOf(termination.effectiveDate) };
}

/** 00:00 in Rome of a date, RFC 3339. */
export function startOf(date: string): string {
  return toTimestamp(midnightInRome(date));
}
