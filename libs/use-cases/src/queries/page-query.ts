import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsCursor } from '../validation/is-cursor.ts';
import { IsProvince, IsRegion } from '../validation/is-istat-code.ts';
import { IsPosition } from '../validation/is-position.ts';
import { IsWholeNumber } from '../validation/is-whole-number.ts';

/** Query parameters of everything that reads a model: how new it must be. */
export class ReadOptionsQuery {
  /** Position that a command answered with: the answer waits for it, or is 503. */
  @IsOptional()
  @IsPosition()
  readonly minPosition?: string;

  /** Identity of the log that the position belongs to, as the command answered it. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  readonly logId?: string;
}

const isLimit = IsWholeNumber({ min: 1, max: 200 });

/** Query parameters of a list. */
export class PageQuery extends ReadOptionsQuery {
  /** Most items in the answer, 1 to 200. */
  @isLimit
  readonly limit: number = 50;

  /** `nextCursor` of the page before; all other parameters stay as they were. */
  @IsCursor()
  readonly cursor?: string;
}

/** Query parameters of a list that no read model holds, such as reference data. */
export class TablePageQuery {
  /** Most items in the answer, 1 to 200. */
  @isLimit
  readonly limit: number = 50;

  /** `nextCursor` of the page before; all other parameters stay as they were. */
  @IsCursor()
  readonly cursor?: string;
}

/** Query parameters of a list of what stands somewhere in Italy. */
export class TerritoryFilterQuery extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** ISTAT code. */
  @IsOptional()
  @IsProvince()
  readonly province?: string;
}

/** The read options that were given, as the reader takes them. */
export function readOptions(query: ReadOptionsQuery): { minPosition?: string; logId?: string } {
  const { minPosition, logId } = query;
  return { ...(minPosition === undefined ? {} : { minPosition }), ...(logId === undefined ? {} : { logId }) };
}
