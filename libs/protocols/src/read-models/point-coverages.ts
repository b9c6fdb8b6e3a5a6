import { Type, type Static } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { defineProjection, idOf, when } from '#kernel/domain';
import { defineQuery, IsId, IsRegion, orNull, PageQuery, pageOf, within } from '#use-cases';
import { explained, Id, listOf, LocalDate, RegionCode, Revision, Timestamp } from '#vocabulary';
import {
  PointCoverageClaimed,
  PointCoverageCutShort,
  PointCoverageReleased,
} from '../domain/coverage/coverage-events.ts';
import { pointCoverage, type PointCoverage } from '../domain/coverage/point-coverage.ts';

/** What a protocol has of a point. */
const CoveredPeriod = Type.Object(
  {
    protocolId: Id,
    from: explained(LocalDate, 'First day covered; it may lie ahead.'),
    until: explained(LocalDate, 'When it ends (this day not included).'),
    renews: orNull(Id, 'The protocol that this one renews: that one covers the point until this one begins.'),
  },
  { $id: 'CoveredPeriodAnswer' },
);

/** Which protocols have a point, and when. */
const PointCoverageAnswer = Type.Object(
  {
    id: explained(Id, 'Of the point.'),
    region: RegionCode,
    host: explained(Id, 'Of the hosting body.'),
    periods: listOf(CoveredPeriod, 1_000),
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'PointCoverageAnswer' },
);
type StoredCoverage = Static<typeof PointCoverageAnswer> & { readonly coverage: PointCoverage };

/** One document per point, folded as the aggregate is. */
export const pointCoverages = defineProjection<StoredCoverage>({
  name: 'point-coverages',
  version: 1,
  indexes: [{ fields: ['id'] }, { fields: ['region', 'id'] }, { fields: ['host', 'id'] }],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([PointCoverageClaimed, PointCoverageReleased, PointCoverageCutShort], (document, event) => {
      const before = document?.coverage ?? { status: 'ABSENT' as const };
      const coverage = pointCoverage.evolve(before, event) as PointCoverage;
      const { pointId: id, region, host, claims } = coverage;
      const periods = claims.map(({ protocolId, from, until, renews = null }) => ({ protocolId, from, until, renews }));
      return { id, region, host, periods, coverage, changedAt: event.recordedAt, revision: event.revision };
    }),
  ],
});

export class ListPointCoverages extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** Id of the hosting body. */
  @IsOptional()
  @IsId()
  readonly host?: string;

  /** Id of a point. */
  @IsOptional()
  @IsId()
  readonly point?: string;
}

export const listPointCoverages = defineQuery({
  input: ListPointCoverages,
  summary: 'Which protocols cover which points, and when, within the territory or body of the token.',
  by: [within('central', 'regional', 'host-operator', 'analyst')],
  answer: pageOf('PointCoveragePage', PointCoverageAnswer),
  run: ({ region, host, point }, { reader, read, page }) => {
    const asked = { region, host, id: point };
    const query = page(asked, { region: 'region', host: 'host' }, [{ field: 'id', descending: false }]);
    return reader.find(pointCoverages, query, read);
  },
});
