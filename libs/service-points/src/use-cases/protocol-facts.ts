import type { Absent } from '#kernel/domain';
import type { Protocol } from '#protocols';
import type { ProtocolFacts } from '../domain/coverage.ts';

/** What a decision must know of a protocol; undefined when there is none under its id. */
export function protocolFacts(found: Protocol | Absent): ProtocolFacts | undefined {
  if (found.status === 'ABSENT') return undefined;
  const { status, host, region, points, kinds } = found;
  const effectiveDate = 'effectiveDate' in found ? found.effectiveDate : undefined;
  return { status, hostId: host.id, region, points, kinds, effectiveDate };
}
