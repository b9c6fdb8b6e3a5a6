import { IsOptional, IsUUID } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { coverageRelease } from '../domain/coverage/coverage-claim.ts';
import { pointCoverage } from '../domain/coverage/point-coverage.ts';
import { ANY_COVERAGE, coveredPointId, OnPointCoverage } from './on-point-coverage.ts';
import { NO_PERSON } from './on-protocol.ts';

/** Gives back what a command has claimed of a point. */
export class ReleasePointCoverage extends OnPointCoverage {
  /** Id of the command that claimed it. */
  @IsUUID()
  readonly forCommandId!: string;

  /** Id of the protocol for which it is given back; all for which the command claimed when absent. */
  @IsOptional()
  @IsUUID()
  readonly protocolId?: string;
}

export const releasePointCoverage = defineCommandOn(pointCoverage)({
  input: ReleasePointCoverage,
  summary: 'Gives back what a command has claimed of a point.',
  id: coveredPointId,
  by: NO_PERSON,
  in: ANY_COVERAGE,
  decide: ({ forCommandId, protocolId }, coverage) => coverageRelease(coverage, forCommandId, protocolId),
});
