import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { protocol, type Protocol } from '#protocols';
import type { ProtocolFacts } from '../domain/coverage.ts';

/** What a decision must know of a protocol; undefined when there is none under its id. */
export function protocolFacts(found: Protocol | Absent): ProtocolFacts | undefined {
  if (found.status === 'ABSENT') return undefined;
  const { status, host, region, points, kinds } = found;
  const effectiveDate = 'effectiveDate' in found ? found.effectiveDate : undefined;
  return { status, hostId: host.id, region, points, kinds, effectiveDate };
}

/** The same on any day, and the act that it renews. */
export interface ProtocolByDay {
  on(date: LocalDate): ProtocolFacts | undefined;
  readonly renews?: string | undefined;
}

/** What the load of a point must know of the protocol that it was under, on the days that its row names. */
export function protocolByDay(found: Parameters<typeof protocol.judgedOn>[0]): ProtocolByDay {
  const renews = found.status === 'ABSENT' ? undefined : found.renews;
  return { renews, on: (date) => protocolFacts(protocol.judgedOn(found, date)) };
}
