import { defineRefusals } from '#kernel/domain';
import type { PointKind } from '#vocabulary';
import type { LocalDate } from '#italy';
import type { PuntoCliente } from './punto-cliente-state.ts';

/** What a decision must know of the protocol that a command names. */
export interface ProtocolFacts {
  readonly status: string;
  readonly hostId: string;
  readonly region: string;
  /** Ids of the points that it covers. */
  readonly points: readonly string[];
  /** Kinds of point that it allows. */
  readonly kinds: readonly PointKind[];
  /** First day in force, once it is. */
  readonly effectiveDate?: string | undefined;
  /** The same, whatever day is looked at; undefined while no entry into force is set. */
  readonly inForceFrom?: string | undefined;
}

const refuse = defineRefusals({
  PROTOCOL_NOT_REGISTERED: 'There is no protocol {protocolId}: draft it first, or correct the id.',
  PROTOCOL_NOT_IN_FORCE:
    'On {on} the protocol is {state}: bring it into force, choose a day on which it is, or name one that is in force then.',
  PROTOCOL_NOT_IN_FORCE_YET:
    'On {on} the protocol was not in force, which it is from {inForceFrom} on: choose that day or a later one.',
  PROTOCOL_OF_ANOTHER_HOST:
    'The protocol is with host {protocolHost}, the point at host {pointHost}: name a protocol of that host.',
  PROTOCOL_OF_ANOTHER_REGION:
    'The protocol is of another region than the point, which stands in {pointRegion}: name one of that region.',
  POINT_NOT_COVERED: 'The protocol does not name the point {pointId}: name a protocol that does.',
  KIND_NOT_COVERED: 'The protocol allows points of kind {kinds}, not {kind}: name a protocol that does.',
});

export const kindNotCovered = refuse.KIND_NOT_COVERED;

/** What {@link refuseUncovered} refuses. */
export const coverageRefusals = [
  refuse.PROTOCOL_NOT_REGISTERED,
  refuse.PROTOCOL_NOT_IN_FORCE,
  refuse.PROTOCOL_NOT_IN_FORCE_YET,
  refuse.PROTOCOL_OF_ANOTHER_HOST,
  refuse.PROTOCOL_OF_ANOTHER_REGION,
  refuse.POINT_NOT_COVERED,
  refuse.KIND_NOT_COVERED,
];

/**
 * Refuses a protocol that does not cover the point (INPS circolare 119/2011).
 * @param protocol the protocol that the command names, if it exists, as it is on that day
 * @param on legal date of what is decided, `yyyy-mm-dd`
 */
export function refuseUncovered(
  point: Pick<PuntoCliente, 'id' | 'kind' | 'host' | 'region'>,
  protocolId: string,
  protocol: ProtocolFacts | undefined,
  on: LocalDate,
): asserts protocol is ProtocolFacts {
  if (!protocol) throw refuse.PROTOCOL_NOT_REGISTERED({ protocolId });
  const { status, hostId, region, points, kinds, inForceFrom } = protocol;
  const { id: pointId, kind, host, region: pointRegion } = point;
  // First, and without anything of it: it stands where who decides on the point may not read.
  if (region !== pointRegion) throw refuse.PROTOCOL_OF_ANOTHER_REGION({ protocolId, pointRegion });
  if (status !== 'IN_FORCE' && inForceFrom !== undefined && on < inForceFrom) {
    throw refuse.PROTOCOL_NOT_IN_FORCE_YET({ protocolId, on, inForceFrom });
  }
  if (status !== 'IN_FORCE') throw refuse.PROTOCOL_NOT_IN_FORCE({ protocolId, on, state: status });
  if (hostId !== host.id)
    throw refuse.PROTOCOL_OF_ANOTHER_HOST({ protocolId, protocolHost: hostId, pointHost: host.id });
  if (!points.includes(pointId)) throw refuse.POINT_NOT_COVERED({ protocolId, pointId });
  if (!kinds.includes(kind)) throw refuse.KIND_NOT_COVERED({ protocolId, kind, kinds });
}
