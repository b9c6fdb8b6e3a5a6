import { IsUUID } from 'class-validator';
import { toTimestamp } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsRegionCode } from '#use-cases';
import { claimsOf } from '../domain/coverage/coverage-claim.ts';
import { pointCoverage } from '../domain/coverage/point-coverage.ts';
import { ANY_COVERAGE, coveredPointId, OnPointCoverage } from './on-point-coverage.ts';
import { NO_PERSON } from './on-protocol.ts';

/** Records the coverage of a protocol that was scheduled or in force before coverage was claimed. */
export class RecordPointCoverage extends OnPointCoverage {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;

  /** Where it was concluded. */
  @IsRegionCode()
  readonly region!: string;

  /** Id of its host. */
  @IsUUID()
  readonly host!: string;

  /** First day covered. */
  @IsRealDate()
  readonly from!: string;

  /** First day no longer covered. */
  @IsRealDate()
  readonly until!: string;

  /** Id of the command that scheduled it or brought it into force. */
  @IsUUID()
  readonly forCommandId!: string;
}

/** What the log says is recorded as it is, also where two protocols were once let over one point. */
export const recordPointCoverage = defineCommandOn(pointCoverage)({
  input: RecordPointCoverage,
  summary: 'Records the coverage of a protocol that was in force before coverage was claimed.',
  id: coveredPointId,
  by: NO_PERSON,
  in: ANY_COVERAGE,
  decide: (recorded, coverage, { now }) => {
    if (claimsOf(coverage).some(({ forCommandId }) => forCommandId === recorded.forCommandId)) return [];
    return [{ type: 'PointCoverageClaimed', data: { ...recorded, actBy: toTimestamp(now) } }];
  },
});
