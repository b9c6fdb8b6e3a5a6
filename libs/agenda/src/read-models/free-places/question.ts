import { IsOptional } from 'class-validator';
import { invalidCursor } from '#kernel/execution';
import { requireService } from '#services';
import { IsCadastralCode, IsOneOf, IsRealDate, IsWholeNumber, TerritoryFilterQuery } from '#use-cases';
import { isInternal } from '../../domain/agenda-day/booking-channels.ts';
import { lineDelivering } from '../../domain/delivered-services.ts';
import { CHANNELS, MODES, type Channel, type Mode } from '../../domain/vocabulary.ts';
import { IsServiceId, MAX_UNITS } from '../../use-cases/fields.ts';
import { requirePeriod } from '../period.ts';
import type { After, Sought } from './search.ts';
import type { FreeSlotOfDay } from './kept-day.ts';

/** What free places are asked for with. */
export abstract class FreePlacesQuestion extends TerritoryFilterQuery {
  /** Of the catalogue of services: agendas of its line deliver it. */
  @IsServiceId()
  readonly serviceId!: string;

  /** How the appointment is kept. */
  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode!: Mode;

  /** Through which it shall be booked: some places are kept for staff. PORTAL when absent. */
  @IsOptional()
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel?: Channel;

  /** Codice catastale of where people are received. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** First day, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly from?: string;

  /** Last day (this day included); as far as may be booked when absent. */
  @IsOptional()
  @IsRealDate()
  readonly to?: string;

  /** How many slots that follow one another; one when absent. */
  @IsOptional()
  @IsWholeNumber({ min: 1, max: MAX_UNITS })
  readonly units?: number;
}

/**
 * What is looked for, as it was asked.
 * @param now milliseconds since the epoch
 * @throws DomainError SERVICE_UNKNOWN | PERIOD_REVERSED | PERIOD_TOO_LONG
 */
export function soughtBy(question: FreePlacesQuestion, now: number): Sought {
  const { serviceId, mode, channel = 'PORTAL', region, province, municipality, from, to, units = 1 } = question;
  if (from !== undefined && to !== undefined) requirePeriod({ from, to });
  const serviceLine = lineDelivering(requireService(serviceId));
  const where = { region, province, municipality, from, to };
  return { serviceLine, serviceId, mode, internal: isInternal(channel), units, now, ...where };
}

/** A page goes on after a slot, which its cursor names. */
export function cursorOf({ start, day }: FreeSlotOfDay): string {
  return Buffer.from(`${start}/${day.agendaId}`).toString('base64url');
}

/** @throws SystemError CURSOR_INVALID */
export function afterCursor(cursor: string | undefined): After | undefined {
  if (cursor === undefined) return undefined;
  const [, start, agendaId] = /^(\d{1,10})\/([\w-]{1,100})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (start === undefined || agendaId === undefined) throw invalidCursor('it is not of this list');
  return { start: Number(start), agendaId };
}
