import { IsOptional } from 'class-validator';
import { IsDayOrInstant, momentOf, ReadOptionsQuery, type Moment } from '#use-cases';

/** Query parameters of everything that is asked of dates. */
export class DatedQuestion extends ReadOptionsQuery {
  /**
   * As it was known then: what was recorded later does not count. A day in Rome, yyyy-mm-dd, with all of it, or an instant
   * with an offset; as it is known now when absent.
   */
  @IsOptional()
  @IsDayOrInstant()
  readonly knownAt?: string;
}

/** The moment at which a question wants things to have been known; undefined for now. */
export function knownAtOf({ knownAt }: DatedQuestion): Moment | undefined {
  return knownAt === undefined ? undefined : momentOf(knownAt);
}
