import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { IsRealDate, IsRequiredObject, IsText, ListPage, TerritoryFilterQuery } from '#platform';
import { MODES, OWNER_KINDS, type Mode, type OwnerKind } from '../domain/events/schemas.ts';
import { IsLocalTime, IsServiceLine, IsUnitCode, IsWhole } from './fields.ts';

const MONTH_AND_DAY = /^(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])$|^(0[469]|11)-(0[1-9]|[12]\d|30)$|^02-(0[1-9]|1\d|2\d)$/;
const MAX_CAPACITY = 1_000;

export class AgendaPath {
  @IsUUID()
  readonly agendaId!: string;
}

export class BandPath extends AgendaPath {
  @IsUUID()
  readonly bandId!: string;
}

export class ClosurePath extends AgendaPath {
  @IsUUID()
  readonly closureId!: string;
}

/** To whom an agenda belongs. */
export class OwnerBody {
  @IsIn(OWNER_KINDS)
  @ApiProperty({ enum: OWNER_KINDS, enumName: 'AgendaOwnerKind' })
  readonly kind!: OwnerKind;

  /** Code of the territorial unit; the agenda stands in its region and province. */
  @IsUnitCode()
  readonly unit!: string;

  /** Id of the Punto INPS, needed when the agenda is one's. */
  @IsOptional()
  @IsUUID()
  readonly point?: string;
}

export class OpenAgendaBody {
  @IsRequiredObject(() => OwnerBody)
  readonly owner!: OwnerBody;

  @IsText(200)
  readonly name!: string;

  /** For example PENSIONS: limits per person count by it. */
  @IsServiceLine()
  readonly serviceLine!: string;

  /** Length of a slot in minutes. */
  @IsWhole(1, 480)
  readonly slotMinutes!: number;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MODES.length)
  @ArrayUnique()
  @IsIn(MODES, { each: true })
  @ApiProperty({ enum: MODES, enumName: 'AppointmentMode', isArray: true })
  readonly modes!: Mode[];

  /** How many days ahead may be booked; as the installation says when absent. */
  @IsOptional()
  @IsWhole(1, 180)
  readonly horizonDays?: number;

  /** How many minutes before its start a slot may last be taken. */
  @IsOptional()
  @IsWhole(0, 10_080)
  readonly noticeMinutes?: number;

  /** How many minutes a hold stands. */
  @IsOptional()
  @IsWhole(1, 60)
  readonly holdMinutes?: number;

  /** MM-DD of the patron saint, when the place closes on that day. */
  @IsOptional()
  @Matches(MONTH_AND_DAY, { message: '$property must be a day of the year, MM-DD' })
  readonly patronSaint?: string;
}

export class DefineOpeningBandBody {
  /** 1 (Monday) to 7 (Sunday). */
  @IsWhole(1, 7)
  readonly weekday!: number;

  /** Wall clock in Rome, HH:MM. */
  @IsLocalTime()
  readonly from!: string;

  /** Exclusive. */
  @IsLocalTime()
  readonly to!: string;

  /** How many persons are received at once. */
  @IsWhole(1, MAX_CAPACITY)
  readonly capacity!: number;

  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly validFrom!: string;

  /** Last day; without it the band has no end. */
  @IsOptional()
  @IsRealDate()
  readonly validUntil?: string;
}

export class ChangeCapacityBody {
  /** How many persons are received at once. */
  @IsWhole(1, MAX_CAPACITY)
  readonly capacity!: number;
}

export class DeclareClosureBody {
  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day. */
  @IsRealDate()
  readonly until!: string;

  /** What the public is told; no personal data: it stays for ever. */
  @IsText(200)
  readonly reason!: string;
}

export class CloseAgendaBody {
  /** The first day on which the agenda no longer receives, yyyy-mm-dd. */
  @IsRealDate()
  readonly effectiveDate!: string;
}

export class ListAgendasQuery extends TerritoryFilterQuery {
  /** Code of the territorial unit. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;

  @IsOptional()
  @IsServiceLine()
  readonly serviceLine?: string;
}

export class BandAnswer {
  readonly bandId!: string;
  readonly weekday!: number;
  readonly from!: string;
  readonly to!: string;
  readonly capacity!: number;
  readonly validFrom!: string;
  readonly validUntil?: string;
}

export class ClosureAnswer {
  readonly closureId!: string;
  readonly from!: string;
  readonly until!: string;
  readonly reason!: string;
}

export class AgendaAnswer {
  readonly agendaId!: string;
  readonly owner!: OwnerBody;
  readonly name!: string;
  readonly serviceLine!: string;
  readonly slotMinutes!: number;
  @ApiProperty({ enum: MODES, enumName: 'AppointmentMode', isArray: true })
  readonly modes!: readonly Mode[];
  readonly region!: string;
  readonly province!: string;
  readonly unit!: string;
  readonly horizonDays!: number;
  readonly noticeMinutes!: number;
  readonly holdMinutes!: number;
  readonly patronSaint?: string;
  @ApiProperty({ type: [BandAnswer] })
  readonly bands!: readonly BandAnswer[];
  @ApiProperty({ type: [ClosureAnswer] })
  readonly closures!: readonly ClosureAnswer[];
  /** The first day on which it no longer receives; null while it has no end. */
  readonly closedFrom!: string | null;
  readonly revision!: number;
}

export class AgendaPage extends ListPage {
  @ApiProperty({ type: [AgendaAnswer] })
  readonly items!: readonly AgendaAnswer[];
}
