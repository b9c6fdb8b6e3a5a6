import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  defineRefusal,
  toTimestamp,
  type Absent,
  type Claim,
} from '#kernel/domain';
import type { CoverageEvent } from './coverage-events.ts';
import {
  pointCoverage,
  type ClaimedPeriod,
  type CoveredPeriods,
  type Period,
  type PointCoverage,
} from './point-coverage.ts';

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

/** With whom a protocol may claim the same days of a point: the older one ends when the newer one begins. */
export interface Sharing {
  /** With the one that it renews. */
  readonly withPredecessor: boolean;
  /** With those that renew it. */
  readonly withSuccessors: boolean;
}

/** Of a protocol that is yet to begin, or goes on. */
const WITH_BOTH: Sharing = { withPredecessor: true, withSuccessors: true };

/**
 * The claim that gives a protocol a point for some periods. Two protocols never cover one point at one time; only a protocol
 * and the one that it renews may claim the same days.
 * @throws DomainError when claimed: POINT_COVERED_BY_ANOTHER_PROTOCOL; COMMAND_ABANDONED when the command holds other days
 */
function coverageOf(
  protocol: CoveringProtocol,
  pointId: string,
  { periods, sharing }: { readonly periods: readonly Period[]; readonly sharing: Sharing },
): Claim<PointCoverage | Absent, CoverageEvent> {
  const { id: protocolId, region, renews } = protocol;
  const areThese = (claims: readonly ClaimedPeriod[]): boolean =>
    claims.length === periods.length &&
    claims.every(
      (claim) =>
        claim.protocolId === protocolId &&
        periods.some(({ from, until }) => claim.from === from && claim.until === until),
    );
  const [first] = periods;
  return {
    on: pointCoverage,
    id: pointId,
    what: { protocolId, from: first?.from, until: periods.at(-1)?.until },
    claim: (state, { commandId, now }) => {
      const claims = claimsOf(state);
      const standing = claims.filter(({ forCommandId }) => forCommandId === commandId);
      if (standing.length > 0) {
        if (areThese(standing)) return [];
        throw commandAbandoned({ commandId });
      }
      const others = claims.filter((claim) => !mayShare(protocol, claim, sharing));
      for (const period of periods) refuseCovered(pointId, protocol, period, others);
      const actBy = toTimestamp(now + CLAIM_PATIENCE_MS);
      const whose = {
        pointId,
        protocolId,
        region,
        host: protocol.host.id,
        ...(renews === undefined ? {} : { renews }),
      };
      return periods.map(({ from, until }) => ({
        type: 'PointCoverageClaimed',
        data: { ...whose, from, until, forCommandId: commandId, actBy },
      }));
    },
    stands: (state, { commandId }) =>
      areThese(claimsOf(state).filter(({ forCommandId }) => forCommandId === commandId)),
    release: (state, { commandId }) => coverageRelease(state, commandId),
  };
}

/**
 * The claims of several points for the same period, always in one order: of two protocols over the same points, one has
 * the first of them, and the other nothing that would stand in its way.
 */
export function coverageOfAll(protocol: CoveringProtocol, points: readonly string[], period: Period): Claim[] {
  return coverageOfEach(protocol, new Map(points.map((pointId) => [pointId, [period]])), WITH_BOTH);
}

/** The claims of several points, each for its own periods; in one order, as {@link coverageOfAll}. */
export function coverageOfEach(protocol: CoveringProtocol, periods: CoveredPeriods, sharing: Sharing): Claim[] {
  return [...periods]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([pointId, own]) => coverageOf(protocol, pointId, { periods: own, sharing }) as Claim);
}

/** The event that gives back what a command has claimed of a point, all of it; none when it holds nothing there. */
export function coverageRelease(state: PointCoverage | Absent, forCommandId: string): CoverageEvent[] {
  const held = claimsOf(state).find((claim) => claim.forCommandId === forCommandId);
  if (!held) return [];
  const { pointId } = state as PointCoverage;
  return [{ type: 'PointCoverageReleased', data: { pointId, protocolId: held.protocolId, forCommandId } }];
}

/** All that is claimed of a point. */
export function claimsOf(state: PointCoverage | Absent): readonly ClaimedPeriod[] {
  return state.status === 'ABSENT' ? [] : state.claims;
}

function mayShare({ id, renews }: CoveringProtocol, claim: ClaimedPeriod, sharing: Sharing): boolean {
  if (claim.protocolId === id) return true;
  if (claim.protocolId === renews) return sharing.withPredecessor;
  return claim.renews === id && sharing.withSuccessors;
}

function refuseCovered(
  point: string,
  { region }: CoveringProtocol,
  { from, until }: Period,
  others: readonly ClaimedPeriod[],
): void {
  const other = others.find((claim) => claim.from < until && from < claim.until);
  if (!other) return;
  const days = { point, from: other.from, until: other.until };
  // Which one, to those alone who may act where it stands: whoever concludes this one, if both are of one region.
  throw pointCovered(other.region === region ? { ...days, coveredBy: other.protocolId } : days);
}
