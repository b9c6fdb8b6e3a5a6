import { IsOptional } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineCommandOn, ExcludesField, IsId, IsRealDate, IsRequiredObject } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import {
  bandRuleRefusals,
  requireDays,
  requireHours,
  requireNoOverlap,
  requireRoomForBands,
} from '../domain/agenda/band-rules.ts';
import { deskTimeOf, deskTimeRefusals } from '../domain/desks/desk-time.ts';
import type { OpeningBand } from '../domain/calendar/opening-bands.ts';
import type { Recurring } from '../domain/calendar/recurrence.ts';
import { IsClosingTime, IsLocalTime, IsWhole } from './fields.ts';
import { internalBeyondCapacity, requireWithinCapacity } from './internal-capacity.ts';
import { agendaId, IsCapacity, IsInternalCapacity, OFFICES, OnAgenda } from './on-agenda.ts';
import { plansAtOnce } from './plans-at-once.ts';
import { recurrenceFrom, RecurrenceInput, recurrenceRefusals } from './recurrence-input.ts';

/** Adds hours on days that recur, by the wall clock in Rome. */
export class DefineOpeningBand extends OnAgenda {
  /** 1 (Monday) to 7 (Sunday), of a band that is open on that day of every week. */
  @IsOptional()
  @IsWhole(1, 7)
  readonly weekday?: number;

  /** On which days it is open, of a band that is open on others than one day of every week; in place of `weekday`. */
  @IsOptional()
  @IsRequiredObject(() => RecurrenceInput)
  @ExcludesField('weekday')
  readonly recurrence?: RecurrenceInput;

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

  /** Last day (this day included); without it the band has no end, or that of the days that are named one by one. */
  @IsOptional()
  @IsRealDate()
  readonly validUntil?: string;

  /** Id of the desk at which people are received, of the agenda's office; the agenda's own when absent. */
  @IsOptional()
  @IsId()
  readonly deskId?: string;
}

const refuse = defineRefusals({
  BAND_WITHOUT_DAYS: 'A band needs its days: say the weekday, or the recurrence.',
});

export const defineOpeningBand = defineCommandOn(agenda)({
  input: DefineOpeningBand,
  summary: 'Adds hours on days that recur, by the wall clock in Rome.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  claims: (wanted, { profile }, { commandId }) =>
    deskTimeOf(profile, [bandFrom(wanted, deriveId('OpeningBand', commandId))]),
  refuses: [refuse, internalBeyondCapacity, ...deskTimeRefusals, ...recurrenceRefusals, ...bandRuleRefusals],
  atOnce: plansAtOnce,
  decide: (wanted, { profile: { slotMinutes }, bands }, { commandId, today }) => {
    const band = bandFrom(wanted, deriveId('OpeningBand', commandId));
    requireHours(band, slotMinutes);
    requireDays(band);
    requireWithinCapacity(band);
    requireNoOverlap(band, bands);
    requireRoomForBands(1, bands, today);
    return [{ type: 'OpeningBandDefined', data: { agendaId: wanted.agendaId, ...band } }];
  },
});

/** A band as it is written down. */
function bandFrom(
  { agendaId: _agenda, weekday, recurrence, ...hours }: DefineOpeningBand,
  bandId: string,
): OpeningBand {
  return { bandId, ...hours, ...daysOf(weekday, recurrence, hours.validUntil) };
}

/** One day of every week has one form, however it is said; of days named one by one the last is the end. */
function daysOf(
  weekday: number | undefined,
  wanted: RecurrenceInput | undefined,
  validUntil: string | undefined,
): Pick<Recurring, 'weekday' | 'recurrence' | 'validUntil'> {
  if (!wanted) {
    if (weekday === undefined) throw refuse.BAND_WITHOUT_DAYS();
    return { weekday };
  }
  const recurrence = recurrenceFrom(wanted);
  if (recurrence.kind === 'DATES') return { recurrence, validUntil: validUntil ?? lastOf(recurrence.dates) };
  const [only, ...others] = recurrence.kind === 'WEEKLY' && recurrence.every === 1 ? recurrence.weekdays : [];
  return only === undefined || others.length > 0 ? { recurrence } : { weekday: only };
}

function lastOf(dates: readonly LocalDate[]): LocalDate {
  return dates.reduce((last, date) => (date > last ? date : last));
}
