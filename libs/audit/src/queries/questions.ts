import { IsOptional } from 'class-validator';
import type { LocalDate } from '#italy';
import {
  ANSWER_FORMATS,
  IsDayOrInstant,
  IsOneOf,
  momentOf,
  ReadOptionsQuery,
  type AnswerFormat,
  type Moment,
  type QueryShell,
} from '#use-cases';

/** Query parameters of everything that is asked of dates. */
export class DatedQuestion extends ReadOptionsQuery {
  /**
   * As it was known then: what was recorded later does not count. A day in Rome, yyyy-mm-dd, with all of it, or an instant
   * with an offset; as it is known now when absent.
   */
  @IsOptional()
  @IsDayOrInstant()
  readonly knownAt?: string;

  /** As JSON, or as a table for spreadsheets; JSON when absent. The next page of a table stands in the header `Link`. */
  @IsOptional()
  @IsOneOf(ANSWER_FORMATS, 'AnswerFormat')
  readonly format?: AnswerFormat;
}

/** What a question of audit is answered with. */
export type AuditShell = Pick<QueryShell, 'reader' | 'read' | 'requireWithin' | 'clock'>;

/** The moment at which a question wants things to have been known; undefined for now. */
export function knownAtOf({ knownAt }: Pick<DatedQuestion, 'knownAt'>): Moment | undefined {
  return knownAt === undefined ? undefined : momentOf(knownAt);
}

/**
 * The last day that facts tell of: nothing is known of a day that lies ahead, whenever one asks to have known it.
 * @param today `yyyy-mm-dd`
 */
export function lastDayKnown(known: Moment | undefined, today: LocalDate): LocalDate {
  return known && known.day < today ? known.day : today;
}
