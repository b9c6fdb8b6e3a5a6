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
  /** With the one that it renews; where `SETTLED`, unless that one is just claiming its days anew, from a later one on. */
  readonly withPredecessor: boolean | 'SETTLED';
  /** With those that renew it. */
  readonly withSuccessors: boolean;
}

/** Of a protocol that is yet to begin, goes on, or turns out to have gone on until the newer one began. */
export const WITH_BOTH: Sharing = { withPredecessor: true, withSuccessors: true };

/** What a command claims for one protocol, each point for its own periods. */
export interface WantedCoverage {
  readonly protocol: CoveringProtocol;
  readonly periods: CoveredPeriods;
  readonly sharing: Sharing;
  /** The protocol that the command acts on, where that is another. */
  readonly actsOn?: string;
}

/** What of that concerns one point. */
interface WantedPeriods extends Omit<WantedCoverage, 'periods'> {
  readonly periods: readonly Period[];
}

/**
 * The claim that gives protocols a point for some periods. Two protocols never cover one point at one time; only a protocol
 * and the one that it renews may claim the same days.
 * @throws DomainError when claimed: POINT_COVERED_BY_ANOTHER_PROTOCOL; COMMAND_ABANDONED when the command holds other days
 */
function coverageOf(pointId: string, wanted: readonly WantedPeriods[]): Claim<PointCoverage | Absent, CoverageEvent> {
  const days = wanted.flatMap(({ protocol, periods }) => periods.map((period) => ({ ...period, of: protocol.id })));
  const areThese = (claims: readonly ClaimedPeriod[]): boolean =>
    claims.length === days.length &&
    claims.every((claim) =>
      days.some(({ from, until, of }) => claim.protocolId === of && claim.from === from && claim.until === until),
    );
  return {
    on: pointCoverage,
    id: pointId,
    what: { protocolId: wanted[0]?.protocol.id, from: days[0]?.from, until: days.at(-1)?.until },
    claim: (state, { commandId, now }) => {
      const claims = claimsOf(state);
      const standing = claims.filter(({ forCommandId }) => forCommandId === commandId);
      if (standing.length > 0) {
        if (areThese(standing)) return [];
        throw commandAbandoned({ commandId });
      }
      const actBy = toTimestamp(now + CLAIM_PATIENCE_MS);
      return wanted.flatMap((one) => claimed(pointId, one, { claims, forCommandId: commandId, actBy }));
    },
    stands: (state, { commandId }) =>
      areThese(claimsOf(state).filter(({ forCommandId }) => forCommandId === commandId)),
    release: (state, { commandId }) => coverageRelease(state, commandId),
  };
}

/** @throws DomainError POINT_COVERED_BY_ANOTHER_PROTOCOL */
function claimed(
  pointId: string,
  { protocol, periods, sharing, actsOn }: WantedPeriods,
  {
    claims,
    ...command
  }: { readonly claims: readonly ClaimedPeriod[]; readonly forCommandId: string; readonly actBy: string },
): CoverageEvent[] {
  const { id: protocolId, region, host, renews } = protocol;
  const more = { ...(renews === undefined ? {} : { renews }), ...(actsOn === undefined ? {} : { actsOn }) };
  return periods.map((period) => {
    const others = claims.filter((claim) => !mayShare(protocol, claim, { claims, period, sharing }));
    refuseCovered(pointId, protocol, period, others);
    const { from, until } = period;
    const data = { pointId, protocolId, region, host: host.id, ...more, from, until, ...command };
    return { type: 'PointCoverageClaimed', data };
  });
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
  return coverageOfSeveral([{ protocol, periods, sharing }]);
}

/** The claims of one command for several protocols: of each point all at once; in one order, as {@link coverageOfAll}. */
export function coverageOfSeveral(wanted: readonly WantedCoverage[]): Claim[] {
  const points = new Set(wanted.flatMap(({ periods }) => [...periods.keys()]));
  return [...points].toSorted().map((pointId) => {
    const own = wanted.map((one) => ({ ...one, periods: one.periods.get(pointId) ?? [] }));
    return coverageOf(pointId, own);
  });
}

/**
 * The events that give back what a command has claimed of a point; none when it holds nothing there.
 * @param protocolId of this protocol alone; of all for which it was claimed when absent
 */
export function coverageRelease(
  state: PointCoverage | Absent,
  forCommandId: string,
  protocolId?: string,
): CoverageEvent[] {
  const held = claimsOf(state).filter((claim) => claim.forCommandId === forCommandId);
  const holders = new Set(held.map((claim) => claim.protocolId));
  return [...holders]
    .filter((holder) => protocolId === undefined || holder === protocolId)
    .map((holder) => {
      const { pointId } = state as PointCoverage;
      return { type: 'PointCoverageReleased', data: { pointId, protocolId: holder, forCommandId } };
    });
}

/** All that is claimed of a point. */
export function claimsOf(state: PointCoverage | Absent): readonly ClaimedPeriod[] {
  return state.status === 'ABSENT' ? [] : state.claims;
}

function mayShare(
  { id, renews }: CoveringProtocol,
  claim: ClaimedPeriod,
  {
    claims,
    period,
    sharing,
  }: { readonly claims: readonly ClaimedPeriod[]; readonly period: Period; readonly sharing: Sharing },
): boolean {
  if (claim.protocolId === id) return true;
  const { withPredecessor, withSuccessors } = sharing;
  if (claim.protocolId !== renews) return claim.renews === id && withSuccessors;
  if (withPredecessor !== 'SETTLED' || claim.from <= period.from) return withPredecessor !== false;
  const others = claims.filter((other) => other !== claim && other.protocolId === renews);
  return !others.some((other) => overlap(other, claim));
}

function overlap(one: Period, other: Period): boolean {
  return one.from < other.until && other.from < one.until;
}

function refuseCovered(
  point: string,
  { region }: CoveringProtocol,
  { from, until }: Period,
  others: readonly ClaimedPeriod[],
): void {
  const other = others.find((claim) => overlap(claim, { from, until }));
  if (!other) return;
  const days = { point, from: other.from, until: other.until };
  // Which one, to those alone who may act where it stands: whoever concludes this one, if both are of one region.
  throw pointCovered(other.region === region ? { ...days, coveredBy: other.protocolId } : days);
}
