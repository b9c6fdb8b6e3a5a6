import { defineAggregate, type Absent } from '#kernel/domain';
import type { CoverageEvent } from './coverage-events.ts';

/** A stretch of days, `yyyy-mm-dd`, the last one not included. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

/** The days on which a protocol covers its points, each point for itself, in order. */
export type CoveredPeriods = ReadonlyMap<string, readonly Period[]>;

/** What one command has claimed of a point for a protocol. */
export interface ClaimedPeriod extends Period {
  readonly protocolId: string;
  readonly region: string;
  readonly renews?: string | undefined;
  readonly forCommandId: string;
}

/** Which protocols have a point, and when. */
export interface PointCoverage {
  readonly status: 'CLAIMED' | 'FREE';
  readonly pointId: string;
  readonly region: string;
  readonly host: string;
  readonly claims: readonly ClaimedPeriod[];
}

/**
 * Which protocols have a point, and when: a stream for each point, so that two protocols that claim it meet at one
 * revision.
 */
export const pointCoverage = defineAggregate<PointCoverage, CoverageEvent>({
  category: 'PointCoverage',
  called: 'the coverage of the point',
  codes: {
    notFound: 'POINT_COVERAGE_NOT_FOUND',
    alreadyExists: 'POINT_COVERAGE_ALREADY_CLAIMED',
    stateForbids: 'POINT_COVERAGE_STATE_FORBIDS',
  },
  evolve,
  scopeOf: ({ region, host }) => ({ region, host }),
});

function evolve(state: PointCoverage | Absent, event: CoverageEvent): PointCoverage {
  const { data } = event;
  if (event.type === 'PointCoverageClaimed') {
    const { pointId, region, host, protocolId, from, until, renews, forCommandId } = event.data;
    const claims = state.status === 'ABSENT' ? [] : state.claims;
    return {
      ...{ status: 'CLAIMED', pointId, region, host },
      claims: [
        ...claims,
        { protocolId, region, from, until, forCommandId, ...(renews === undefined ? {} : { renews }) },
      ],
    };
  }
  const known = state as PointCoverage;
  const claims = known.claims.flatMap((claim): ClaimedPeriod[] => {
    if (claim.protocolId !== data.protocolId) return [claim];
    if (event.type === 'PointCoverageReleased') return claim.forCommandId === event.data.forCommandId ? [] : [claim];
    const { until, of } = event.data;
    // A later act may have claimed days anew before this was written.
    if (claim.until <= until || (of && !of.includes(claim.forCommandId))) return [claim];
    return claim.from < until ? [{ ...claim, until }] : [];
  });
  return { ...known, status: claims.length > 0 ? 'CLAIMED' : 'FREE', claims };
}
