import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  defineRefusal,
  toTimestamp,
  type Absent,
  type Claim,
} from '#kernel/domain';
import type { CoverageEvent } from './coverage-events.ts';
import { pointCoverage, type ClaimedPeriod, type Period, type PointCoverage } from './point-coverage.ts';

/** The protocol that wants to cover points. */
export interface CoveringProtocol {
  readonly id: string;
  readonly region: string;
  readonly host: { readonly id: string };
  /** The protocol that it renews. */
  readonly renews?: string | undefined;
}

/** A point that has another protocol, in whole or in part of the period. */
export const pointCovered = defineRefusal(
  'POINT_COVERED_BY_ANOTHER_PROTOCOL',
  'From {from} to {until} the point {point} is covered by another protocol: end that one first, choose other days, or ' +
    'have this one drafted as its renewal.',
  'conflict',
);

/**
 * The claim that gives a protocol a point for a period. Two protocols never cover one point at one time; only a protocol
 * and the one that it renews may claim the same days, as the older one ends when the newer one begins.
 * @throws DomainError when claimed: POINT_COVERED_BY_ANOTHER_PROTOCOL; COMMAND_ABANDONED when the command holds other days
 */
function coverageOf(
  protocol: CoveringProtocol,
  pointId: string,
  { from, until }: Period,
): Claim<PointCoverage | Absent, CoverageEvent> {
  const { id: protocolId, region, renews } = protocol;
  const isThis = (claim: ClaimedPeriod): boolean =>
    claim.protocolId === protocolId && claim.from === from && claim.until === until;
  return {
    on: pointCoverage,
    id: pointId,
    what: { protocolId, from, until },
    claim: (state, { commandId, now }) => {
      const claims = claimsOf(state);
      const standing = claims.find(({ forCommandId }) => forCommandId === commandId);
      if (standing) {
        if (isThis(standing)) return [];
        throw commandAbandoned({ commandId });
      }
      refuseCovered(pointId, protocol, { from, until }, claims);
      const actBy = toTimestamp(now + CLAIM_PATIENCE_MS);
      const whose = {
        pointId,
        protocolId,
        region,
        host: protocol.host.id,
        ...(renews === undefined ? {} : { renews }),
      };
      return [{ type: 'PointCoverageClaimed', data: { ...whose, from, until, forCommandId: commandId, actBy } }];
    },
    stands: (state, { commandId }) =>
      claimsOf(state).some((claim) => claim.forCommandId === commandId && isThis(claim)),
    release: (state, { commandId }) => coverageRelease(state, commandId),
  };
}

/**
 * The claims of several points for the same period, always in one order: of two protocols over the same points, one has
 * the first of them, and the other nothing that would stand in its way.
 */
export function coverageOfAll(protocol: CoveringProtocol, points: readonly string[], period: Period): Claim[] {
  return points.toSorted().map((pointId) => coverageOf(protocol, pointId, period) as Claim);
}

/** The events that give back what a command has claimed of a point; none when it holds nothing there. */
export function coverageRelease(state: PointCoverage | Absent, forCommandId: string): CoverageEvent[] {
  return claimsOf(state)
    .filter((claim) => claim.forCommandId === forCommandId)
    .map(({ protocolId }) => ({
      type: 'PointCoverageReleased',
      data: { pointId: (state as PointCoverage).pointId, protocolId, forCommandId },
    }));
}

/** All that is claimed of a point. */
export function claimsOf(state: PointCoverage | Absent): readonly ClaimedPeriod[] {
  return state.status === 'ABSENT' ? [] : state.claims;
}

function refuseCovered(
  point: string,
  { id, region, renews }: CoveringProtocol,
  { from, until }: Period,
  claims: readonly ClaimedPeriod[],
): void {
  const other = claims.find(
    (claim) =>
      claim.protocolId !== id &&
      claim.protocolId !== renews &&
      claim.renews !== id &&
      claim.from < until &&
      from < claim.until,
  );
  if (!other) return;
  const days = { point, from: other.from, until: other.until };
  // Which one, to those alone who may act where it stands: whoever concludes this one, if both are of one region.
  throw pointCovered(other.region === region ? { ...days, coveredBy: other.protocolId } : days);
}
