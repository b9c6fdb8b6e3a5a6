import type { Period } from './coverage/point-coverage.ts';
import type { ProtocolStanding, ProtocolStatus } from './vocabulary.ts';

/** The days on which a protocol covers its points, as far as its facts say; undefined where it never was in force. */
export function coveredPeriod(
  status: ProtocolStatus,
  { effectiveDate: from, expiresOn, termination, renewedOn }: Omit<ProtocolStanding, 'signatures'>,
): Period | undefined {
  if (from === undefined || expiresOn === undefined) return undefined;
  if (status === 'TERMINATED') return { from, until: termination?.effectiveDate ?? expiresOn };
  return { from, until: status === 'RENEWED' ? (renewedOn ?? expiresOn) : expiresOn };
}
