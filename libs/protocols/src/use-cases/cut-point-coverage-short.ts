import { ArrayMaxSize, IsOptional, IsString, IsUUID } from 'class-validator';
import { defineCommandOn, IsRealDate, startOf } from '#use-cases';
import { claimsOf } from '../domain/coverage/coverage-claim.ts';
import { pointCoverage } from '../domain/coverage/point-coverage.ts';
import { ANY_COVERAGE, coveredPointId, OnPointCoverage } from './on-point-coverage.ts';
import { NO_PERSON } from './on-protocol.ts';

/** Ends what a protocol has of a point earlier than was claimed. */
export class CutPointCoverageShort extends OnPointCoverage {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;

  /** First day on which it no longer covers the point. */
  @IsRealDate()
  readonly until!: string;

  /** Ids of the commands whose claims end; all of the protocol when absent. */
  @IsOptional()
  @IsString({ each: true })
  @ArrayMaxSize(10_000)
  readonly of?: string[];
}

export const cutPointCoverageShort = defineCommandOn(pointCoverage)({
  input: CutPointCoverageShort,
  summary: 'Ends what a protocol has of a point earlier than was claimed.',
  id: coveredPointId,
  by: NO_PERSON,
  in: ANY_COVERAGE,
  decide: ({ pointId, protocolId, until, of }, coverage) => {
    const isMeant = ({ forCommandId }: { readonly forCommandId: string }): boolean =>
      of?.includes(forCommandId) ?? true;
    const isLonger = claimsOf(coverage).some(
      (claim) => claim.protocolId === protocolId && claim.until > until && isMeant(claim),
    );
    if (!isLonger) return [];
    const data = { pointId, protocolId, until, ...(of ? { of } : {}) };
    return [{ type: 'PointCoverageCutShort', data, effectiveAt: startOf(until) }];
  },
});
