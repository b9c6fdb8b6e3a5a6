import { IsOptional } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { minutesOf } from '#italy';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { overlap, type OpeningBand } from '../domain/calendar/opening-bands.ts';
import { IsClosingTime, IsLocalTime, IsWhole } from './fields.ts';
import { internalBeyondCapacity, requireWithinCapacity } from './internal-capacity.ts';
import { agendaId, IsCapacity, IsInternalCapacity, OFFICES, OnAgenda } from './on-agenda.ts';

/** Adds hours of a day of the week, by the wall clock in Rome. */
export class DefineOpeningBand extends OnAgenda {
  /** 1 (Monday) to 7 (Sunday). */
  @IsWhole(1, 7)
  readonly weekday!: number;

  /** Wall clock in Rome, HH:MM. */
  @IsLocalTime()
  readonly from!: string;

  /** When it closes (this moment not included), as late as 24:00. */
  @IsClosingTime()
  readonly to!: string;

  /** How many persons are received at once. */
  @IsCapacity()
  readonly capacity!: number;

  /** How many of them only channels of staff may take; none when absent. */
  @IsOptional()
  @IsInternalCapacity()
  readonly internalCapacity?: number;

  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly validFrom!: string;

  /** Last day (this day included); without it the band has no end. */
  @IsOptional()
  @IsRealDate()
  readonly validUntil?: string;
}

/** Most bands of one agenda that are not over. */
const MAX_BANDS = 500;

const refuse = defineRefusals({
  BAND_TOO_SHORT: 'From {from} to {to} there is no room for one slot of {slotMinutes} minutes: choose longer hours.',
  VALIDITY_REVERSED: 'A band that begins on {validFrom} cannot end before, on {validUntil}: correct one of the two.',
  BAND_OVERLAPS:
    'From {from} to {to} on weekday {weekday} another band is open: withdraw that one, or choose other hours.',
  TOO_MANY_BANDS: 'The agenda has {limit} opening bands that are not over, and may have no more: withdraw some first.',
});

export const defineOpeningBand = defineCommandOn(agenda)({
  input: DefineOpeningBand,
  summary: 'Adds hours of a day of the week, by the wall clock in Rome.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [refuse, internalBeyondCapacity],
  decide: ({ agendaId: id, ...hours }, { profile: { slotMinutes }, bands }, { commandId, today }) => {
    const band: OpeningBand = { bandId: deriveId('OpeningBand', commandId), ...hours };
    const { weekday, from, to, validFrom, validUntil } = band;
    if (minutesOf(to) - minutesOf(from) < slotMinutes) throw refuse.BAND_TOO_SHORT({ from, to, slotMinutes });
    if (validUntil !== undefined && validUntil < validFrom) throw refuse.VALIDITY_REVERSED({ validFrom, validUntil });
    requireWithinCapacity(band);
    const other = bands.find((existing) => overlap(existing, band));
    if (other) throw refuse.BAND_OVERLAPS({ weekday, from, to, with: other });
    const open = bands.filter((existing) => existing.validUntil === undefined || existing.validUntil >= today);
    if (open.length >= MAX_BANDS) throw refuse.TOO_MANY_BANDS({ limit: MAX_BANDS });
    return [{ type: 'OpeningBandDefined', data: { agendaId: id, ...band } }];
  },
});
