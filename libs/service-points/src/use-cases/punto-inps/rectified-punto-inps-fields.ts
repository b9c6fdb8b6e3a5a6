import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsRealDate, IsRequiredObject } from '#use-cases';
import { PuntoInpsActInput } from './on-punto-inps.ts';

/** The corrected fields of one event of a Punto INPS: those that it has. */
export class RectifiedPuntoInpsFieldsInput {
  /** Of a proposal, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly proposedOn?: string;

  /** Of a demand analysis: first day that it looks at, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly periodFrom?: string;

  /** Of a demand analysis: last day that it looks at (this day included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly periodUntil?: string;

  /** Of a demand analysis, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly analysedOn?: string;

  /** Of an establishment, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly establishedOn?: string;

  /** Of an establishment or an agreement on premises. */
  @IsOptional()
  @IsRequiredObject(() => PuntoInpsActInput)
  readonly act?: PuntoInpsActInput;

  /** Of a revision of its services, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly revisedOn?: string;

  /** Of an assignment of staff or an agreement on premises: first day, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly from?: string;

  /** Of an assignment or an agreement: last day. Of a suspension: when it is over (this day not included). yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** Of the release of staff, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly releasedOn?: string;

  /** Of an agreement on premises: what they cost in a year, in cents of a euro. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000_000_000)
  readonly yearlyCostCents?: number;

  /** Of a change of reference unit, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly changedOn?: string;

  /** Of an opening, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly openedOn?: string;

  /** Of a suspension, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;

  /** Of a resumption, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;

  /** Of a closure, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly closedOn?: string;
}
