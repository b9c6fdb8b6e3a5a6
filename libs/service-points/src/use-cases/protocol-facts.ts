import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { protocol, type Protocol } from '#protocols';
import { LATEST } from '#use-cases/dated';
import type { ProtocolFacts } from '../domain/coverage.ts';

/** A protocol as it is on a day, with all that was written of it. */
type FoundProtocol = Parameters<typeof protocol.judgedOn>[0];

/** What a decision must know of a protocol; undefined when there is none under its id. */
export function protocolFacts(found: FoundProtocol): ProtocolFacts | undefined {
  if (found.status === 'ABSENT') return undefined;
  const { status, host, region, points, kinds } = found;
  return {
    ...{ status, hostId: host.id, region, points, kinds },
    effectiveDate: entryOf(found),
    inForceFrom: entryOf(protocol.judgedOn(found, LATEST)),
  };
}

function entryOf(found: Protocol | Absent): LocalDate | undefined {
  return 'effectiveDate' in found ? found.effectiveDate : undefined;
}

/** The same on any day, and the act that it renews. */
export interface ProtocolByDay {
  on(date: LocalDate): ProtocolFacts | undefined;
  readonly renews?: string | undefined;
}

/** What the load of a point must know of the protocol that it was under, on the days that its row names. */
export function protocolByDay(found: FoundProtocol): ProtocolByDay {
  const renews = found.status === 'ABSENT' ? undefined : found.renews;
  return { renews, on: (date) => protocolFacts(protocol.judgedOn(found, date)) };
}
