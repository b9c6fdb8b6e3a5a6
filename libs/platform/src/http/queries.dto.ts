import { Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const POSITION = /^(0|[1-9]\d{0,18})$/;

/** Query parameters of everything that reads a model: how new it must be. */
export class ReadOptionsQuery {
  /** Position that a command answered with: the answer waits for it, or is 503. */
  @IsOptional()
  @Matches(POSITION, { message: '$property must be a position: a decimal number without leading zeros' })
  readonly minPosition?: string;

  /** Identity of the log that the position belongs to, as the command answered it. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  readonly logId?: string;
}

/** Query parameters of a list. */
export class PageQuery extends ReadOptionsQuery {
  /** Most items in the answer, 1 to 200. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit: number = 50;

  /** `nextCursor` of the page before; all other parameters stay as they were. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(2000)
  readonly cursor?: string;
}

/** The read options that were given, as the reader takes them. */
export function readOptions(query: ReadOptionsQuery): { minPosition?: string; logId?: string } {
  const { minPosition, logId } = query;
  return { ...(minPosition === undefined ? {} : { minPosition }), ...(logId === undefined ? {} : { logId }) };
}
