import {
  defineProjection,
  when,
  type EventDefinition,
  type EventHandler,
  type EventOf,
  type RecordedEvent,
} from '#kernel/domain';
import { openMinutes, placesOf } from '../domain/calendar/open-minutes.ts';
import { dayOutcomes, NO_OUTCOMES, plus, sumsPassed } from '../domain/agenda-day/day-outcomes.ts';
import { DayPlanned } from '../domain/events/agenda-day-events.ts';
import type { DayOutcomes } from '../domain/events/day-sums.ts';

/** What is summed up of the days of a month. */
export interface AgendaSums extends DayOutcomes {
  /** For how many minutes agendas are open: each agenda for itself, also where two are open side by side. */
  readonly openMinutes: number;
  /** How many places they have. */
  readonly places: number;
}

/** A month of a province: all agendas, and of these the ones of Punti INPS. */
export interface AgendaMonth {
  readonly all: AgendaSums;
  readonly puntiInps: AgendaSums;
}

/** A year of the agendas of a province, month by month (`01` to `12`); months without anything are absent. */
export interface AgendaFigures {
  readonly region: string;
  readonly province: string;
  /** yyyy */
  readonly year: string;
  readonly months: Readonly<Record<string, AgendaMonth>>;
}

export const NOTHING: AgendaSums = { openMinutes: 0, places: 0, ...NO_OUTCOMES };

/** Something to add to the sums of an area. */
interface Share {
  readonly region: string;
  readonly province: string;
  readonly isOfPuntoInps: boolean;
  readonly add: Partial<AgendaSums>;
}

/**
 * What agendas offer and what comes of it, in sums: a document for each province and year, so that a figure of the whole
 * country is read in some hundred small documents, however many appointments there are. What is
 * counted stands in `dayOutcomes`.
 */
export const agendaFigures = defineProjection<AgendaFigures>({
  name: 'agenda-figures',
  version: 4,
  indexes: [{ fields: ['year'] }, { fields: ['region', 'year'] }],
  on: [summing(DayPlanned, planShares), ...dayOutcomes.map(({ event, added }) => counting(event, added))],
});

/** Adds up what an event says of somebody who comes, on the day of that. */
function counting(event: EventDefinition, added: (data: unknown) => Partial<DayOutcomes>) {
  return summing(event, ({ metadata: { scope }, data }) => {
    const { region, province } = scope;
    if (region === undefined || province === undefined) return [];
    const isOfPuntoInps = (data as { readonly point?: string }).point !== undefined;
    return [{ region, province, isOfPuntoInps, add: added(data) }];
  });
}

/**
 * A day that is planned anew counts for its new plan alone. A day of an agenda that has passed to another office is counted
 * there with all that has come of it (T4): the days before that stay where they were.
 */
function planShares({ data, revision }: RecordedEvent<EventOf<typeof DayPlanned>>): readonly Share[] {
  const { region, province, point, previous } = data;
  // Earlier versions did not say what was planned before: such a day counts for its first plan.
  if (previous === undefined && revision > 0) return [];
  const { outcomes } = sumsPassed(data);
  // Nor how many places there were, at first.
  const places = previous && previous.places === undefined ? 0 : placesOf(data.slots);
  const now = { openMinutes: openMinutes(data.slots), places, ...outcomes };
  const shares = [{ region, province, isOfPuntoInps: point !== undefined, add: now }];
  if (!previous) return shares;
  const before = {
    ...{ openMinutes: -previous.openMinutes, places: -(previous.places ?? 0) },
    ...Object.fromEntries(Object.entries(outcomes).map(([outcome, count]) => [outcome, -count])),
  };
  const { region: fromRegion, province: fromProvince } = previous;
  return [
    ...shares,
    { region: fromRegion, province: fromProvince, isOfPuntoInps: previous.point !== undefined, add: before },
  ];
}

function summing<Definition extends EventDefinition>(
  definition: Definition,
  sharesOf: (event: RecordedEvent<EventOf<Definition>>) => readonly Share[],
): EventHandler<AgendaFigures | undefined, AgendaFigures | undefined> {
  const dateOf = ({ data }: RecordedEvent): string => (data as { readonly date: string }).date;
  const keyOf = ({ province }: Share, event: RecordedEvent): string => `${province}/${dateOf(event).slice(0, 4)}`;
  return when(
    definition,
    (document: AgendaFigures | undefined, event, key) =>
      sharesOf(event)
        .filter((share) => keyOf(share, event) === key)
        .reduce((figures, share) => withShare(figures, share, dateOf(event)), document),
    (event) => [...new Set(sharesOf(event).map((share) => keyOf(share, event)))],
  );
}

function withShare(figures: AgendaFigures | undefined, share: Share, date: string): AgendaFigures {
  const { region, province, isOfPuntoInps, add } = share;
  const [year = '', month = ''] = date.split('-');
  const { all, puntiInps } = figures?.months[month] ?? { all: NOTHING, puntiInps: NOTHING };
  const after = { all: plus(all, add), puntiInps: isOfPuntoInps ? plus(puntiInps, add) : puntiInps };
  return { region, province, year, months: { ...figures?.months, [month]: after } };
}
