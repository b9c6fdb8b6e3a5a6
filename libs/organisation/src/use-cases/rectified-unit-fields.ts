import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { IsCadastralCode, IsOneOf, IsRealDate, IsText } from '#use-cases';
import { UNIT_KIND_NAMES, type UnitKind } from '../domain/unit-kinds.ts';
import { IsUnitCode } from './is-unit-code.ts';

/** What is right of one event of a unit: that which it has. */
export class RectifiedUnitFieldsInput {
  /** Of an establishment or a reclassification. */
  @IsOptional()
  @IsOneOf(UNIT_KIND_NAMES, 'UnitKind')
  readonly kind?: UnitKind;

  /** Code of the unit above, of an establishment or a reassignment. */
  @IsOptional()
  @IsUnitCode()
  readonly parent?: string;

  @IsOptional()
  @IsText(200)
  readonly name?: string;

  /** Codice catastale of the municipality of its seat. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** Area Organizzativa Omogenea. */
  @IsOptional()
  @IsText(100)
  readonly aooCode?: string;

  /** Certified mailbox. */
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  readonly pec?: string;

  /** Of an establishment, first day it was there, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly establishedOn?: string;

  /** Of a reclassification, with the reassignment of its act, of a reassignment, or of other details: first day, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;

  /** Of a closing, first day on which it was there no longer, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly closedOn?: string;
}
