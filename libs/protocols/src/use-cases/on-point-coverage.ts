import { IsUUID } from 'class-validator';

/** What every command on the coverage of a point names. */
export abstract class OnPointCoverage {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;
}

export const coveredPointId = (input: OnPointCoverage): string => input.pointId;

/** Coverage may be claimed or not: whoever gives it back has often been asked before. */
export const ANY_COVERAGE = ['ABSENT', 'CLAIMED', 'FREE'] as const;
