import { IsBoolean, IsOptional } from 'class-validator';
import type { LocalDate } from '#italy';
import { defineRefusals, deriveId } from '#kernel/domain';
import { defineCommandOn, ExcludesField, IsRealDate } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import type { OpenAgenda } from '../domain/agenda/agenda-state.ts';
import {
  bandRuleRefusals,
  requireDays,
  requireHours,
  requireNoOverlap,
  requireRoomForBands,
} from '../domain/agenda/band-rules.ts';
import { bandEndsBefore, bandRefusals, knownBand, requireStillOpen } from '../domain/agenda/bands.ts';
import { keepsSlots, partsOf, type Hours } from '../domain/agenda/divided-band.ts';
import type { OpeningBand } from '../domain/calendar/opening-bands.ts';
import { deskTimeOf, deskTimeRefusals } from '../domain/desks/desk-time.ts';
import { IsClosingTime, IsLocalTime } from './fields.ts';
import { agendaId, OFFICES, OnOpeningBand } from './on-agenda.ts';
import { plansAtOnce } from './plans-at-once.ts';

/** Divides a band: at a time of the day, or from a day on, from which it has other hours. */
export class SplitOpeningBand extends OnOpeningBand {
  /** First day of what comes of the band, today at the earliest; today when absent. Until the day before it stays as it is. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;

  /** Time at which the first of two bands ends and the second begins, HH:MM. */
  @IsOptional()
  @IsLocalTime()
  readonly at?: string;

  /** When it opens from that day on, HH:MM, of a band that gets other hours; as before when absent. */
  @IsOptional()
  @IsLocalTime()
  @ExcludesField('at')
  readonly from?: string;

  /** When it closes from that day on (this moment not included), HH:MM, as late as 24:00; as before when absent. */
  @IsOptional()
  @IsClosingTime()
  @ExcludesField('at')
  readonly to?: string;

  /** True where slots may go, or begin at other times: what is booked in them is then displaced. */
  @IsOptional()
  @IsBoolean()
  readonly mayDisplace?: boolean;
}

const refuse = defineRefusals({
  SPLIT_IN_THE_PAST: 'A band cannot be divided on {on}, before today, {today}: choose today or a later day.',
  SPLIT_CHANGES_NOTHING: ['The band has these hours: say when it is divided, or other hours.', 'already-so'],
  SPLIT_OUTSIDE_BAND:
    'The band is open from {from} to {to}, so it cannot be divided at {at}: choose a time between the two.',
  SPLIT_WOULD_DISPLACE:
    'From {on} on slots of {slotMinutes} minutes from {from} to {to} would go, or begin at other times: choose hours that keep ' +
    'them, or say that what is booked in them may be displaced (mayDisplace).',
});

export const splitOpeningBand = defineCommandOn(agenda)({
  input: SplitOpeningBand,
  summary: 'Divides a band at a time of the day, or gives it other hours from a day on; keeps its slots unless told.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  claims: (wanted, state, known) => deskTimeOf(state.profile, partsWanted(wanted, state, known)),
  refuses: [refuse, ...bandRefusals, bandEndsBefore, ...bandRuleRefusals, ...deskTimeRefusals],
  atOnce: plansAtOnce,
  decide: (wanted, state, known) => {
    const { profile, bands } = state;
    const { bandId, on = known.today } = wanted;
    const parts = partsWanted(wanted, state, known);
    const others = bands.filter((other) => other.bandId !== bandId);
    for (const part of parts) {
      requireDays(part);
      requireNoOverlap(part, others);
    }
    requireRoomForBands(parts.length, others, known.today);
    return [{ type: 'OpeningBandSplit', data: { agendaId: profile.agendaId, bandId, on, parts } }];
  },
});

/** What comes of a band, which keeps its slots unless it need not. */
function partsWanted(
  wanted: SplitOpeningBand,
  state: OpenAgenda,
  { today, commandId }: { readonly today: LocalDate; readonly commandId: string },
): OpeningBand[] {
  const { bandId, on = today, mayDisplace = false } = wanted;
  const { slotMinutes } = state.profile;
  const band = knownBand(bandId, state);
  if (on < today) throw refuse.SPLIT_IN_THE_PAST({ on, today });
  requireStillOpen(band, on);
  const hours = hoursFrom(wanted, band);
  for (const own of hours) requireHours(own, slotMinutes);
  if (!mayDisplace && !keepsSlots(band, hours, slotMinutes)) {
    throw refuse.SPLIT_WOULD_DISPLACE({ on, slotMinutes, from: band.from, to: band.to });
  }
  const own = hours.map((each, index) => ({ ...each, bandId: deriveId('OpeningBand', commandId, index) }));
  return partsOf(band, on, own);
}

/** The hours of what comes of a band. */
function hoursFrom({ at, from, to }: SplitOpeningBand, band: Hours): readonly Hours[] {
  if (at !== undefined) {
    if (at <= band.from || at >= band.to) throw refuse.SPLIT_OUTSIDE_BAND({ at, from: band.from, to: band.to });
    return [
      { from: band.from, to: at },
      { from: at, to: band.to },
    ];
  }
  const hours = { from: from ?? band.from, to: to ?? band.to };
  if (hours.from === band.from && hours.to === band.to) throw refuse.SPLIT_CHANGES_NOTHING();
  return [hours];
}
