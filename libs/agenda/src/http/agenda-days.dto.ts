import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsUUID, Matches, MaxLength, ValidateIf } from 'class-validator';
import { CommandAnswer, IsRealDate, IsRequiredObject, IsText, PageQuery } from '#platform';
import { ExcludesField, IsFiscalCode } from '#privacy';
import { READING_PURPOSES, type ReadingPurpose } from '../application/queries.ts';
import {
  CANCELLATION_REASONS,
  CHANNELS,
  MODES,
  type CancellationReason,
  type Channel,
  type Mode,
} from '../domain/events/schemas.ts';
import { AgendaPath } from './agendas.dto.ts';
import { IsLocalTime, IsWhole } from './fields.ts';

/** Most consecutive slots in one booking. */
const MAX_UNITS = 12;

export class DayPath extends AgendaPath {
  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;
}

export class HoldPath extends DayPath {
  @IsUUID()
  readonly holdId!: string;
}

export class AppointmentPath extends DayPath {
  @IsUUID()
  readonly appointmentId!: string;
}

export class HoldingCitizenBody {
  @IsFiscalCode()
  readonly fiscalCode!: string;
}

export class HoldSlotBody {
  /** Wall clock in Rome, HH:MM, as availability names it. */
  @IsLocalTime()
  readonly start!: string;

  /** Consecutive slots; one when absent. */
  @IsOptional()
  @IsWhole(1, MAX_UNITS)
  readonly units?: number;

  @IsIn(MODES)
  @ApiProperty({ enum: MODES, enumName: 'AppointmentMode' })
  readonly mode!: Mode;

  /** Of staff, DESK when absent; citizens hold online. */
  @IsOptional()
  @IsIn(CHANNELS)
  @ApiPropertyOptional({ enum: CHANNELS, enumName: 'BookingChannel' })
  readonly channel?: Channel;

  /** Needed from staff; citizens hold for themselves. */
  @IsOptional()
  @IsRequiredObject(() => HoldingCitizenBody)
  readonly citizen?: HoldingCitizenBody;
}

export class CitizenBody {
  @IsFiscalCode()
  readonly fiscalCode!: string;

  @IsText(100)
  readonly givenName!: string;

  @IsText(100)
  readonly familyName!: string;

  @IsOptional()
  @Matches(/^\+?[0-9 ]{6,20}$/, { message: '$property must be a telephone number' })
  readonly phone?: string;

  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  readonly email?: string;
}

/** Books a hold (`holdId`), or free places (`start`, `mode`). */
export class BookAppointmentBody {
  @ValidateIf(({ start, holdId }: BookAppointmentBody) => holdId !== undefined || start === undefined)
  @IsUUID()
  @ExcludesField('start')
  readonly holdId?: string;

  /** Wall clock in Rome, HH:MM, as availability names it. */
  @ValidateIf(({ start, holdId }: BookAppointmentBody) => start !== undefined || holdId === undefined)
  @IsLocalTime()
  readonly start?: string;

  /** Consecutive slots; one when absent. A hold says its own. */
  @IsOptional()
  @IsWhole(1, MAX_UNITS)
  @ExcludesField('holdId')
  readonly units?: number;

  /** Of a hold it may be left out, and must otherwise be the hold's. */
  @ValidateIf(({ mode, holdId }: BookAppointmentBody) => mode !== undefined || holdId === undefined)
  @IsIn(MODES)
  @ApiPropertyOptional({ enum: MODES, enumName: 'AppointmentMode' })
  readonly mode?: Mode;

  /** Of the catalogue of services. */
  @Matches(/^[\w-]{2,60}$/, { message: '$property must be 2 to 60 letters, digits, dashes and underscores' })
  readonly serviceId!: string;

  /** Of staff, DESK when absent; citizens book online. */
  @IsOptional()
  @IsIn(CHANNELS)
  @ApiPropertyOptional({ enum: CHANNELS, enumName: 'BookingChannel' })
  readonly channel?: Channel;

  /** Who comes. It is sealed before it is written. */
  @IsRequiredObject(() => CitizenBody)
  readonly citizen!: CitizenBody;
}

export class CancelAppointmentBody {
  @IsIn(CANCELLATION_REASONS)
  @ApiProperty({ enum: CANCELLATION_REASONS, enumName: 'CancellationReason' })
  readonly reason!: CancellationReason;
}

export class HoldAnswer extends CommandAnswer {
  readonly startsAt!: string;
  readonly endsAt!: string;
  /** Book it before. */
  readonly expiresAt!: string;
}

export class AppointmentAnswer extends CommandAnswer {
  /** What is shown at the desk. */
  readonly bookingCode!: string;
  readonly startsAt!: string;
  readonly endsAt!: string;
}

export class DaySheetQuery extends PageQuery {
  /**
   * Why the citizens' data is read: SPORTELLO to receive them, VERIFICA of a booking, RECLAMO for a complaint, or AUDIT.
   * It stands in the access log.
   */
  @IsIn(READING_PURPOSES)
  @ApiProperty({ enum: READING_PURPOSES, enumName: 'ReadingPurpose' })
  readonly purpose!: ReadingPurpose;
}
