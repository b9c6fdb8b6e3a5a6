import {
  defineProjection,
  when,
  type EventDefinition,
  type EventHandler,
  type EventOf,
  type RecordedEvent,
} from '#kernel/domain';
import { openMinutes } from '../domain/calendar/open-minutes.ts';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentMovedAway,
  AppointmentReinstated,
  AppointmentRescheduled,
  DayPlanned,
} from '../domain/events/agenda-day-events.ts';

/** What is summed up of the days of a month. */
export interface AgendaSums {
  /** For how many minutes agendas are open: each agenda for itself, also where two are open side by side. */
  readonly openMinutes: number;
  /** Appointments, of the days on which they are to be kept. */
  readonly booked: number;
  readonly cancelled: number;
  /** Those that have not got their places back. */
  readonly displaced: number;
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

export const NOTHING: AgendaSums = { openMinutes: 0, booked: 0, cancelled: 0, displaced: 0 };

/** Something to add to the sums of an area. */
interface Share {
  readonly region: string;
  readonly province: string;
  readonly isOfPuntoInps: boolean;
  readonly add: Partial<AgendaSums>;
}

/**
 * What agendas offer and what comes of it, in sums: a document for each province and year, so that a figure of the whole
 * country is read in some hundred small documents, however many appointments there are. Whatever becomes of appointments
 * is counted by a line in `on`.
 */
export const agendaFigures = defineProjection<AgendaFigures>({
  name: 'agenda-figures',
  version: 2,
  indexes: [{ fields: ['year'] }, { fields: ['region', 'year'] }],
  on: [
    summing(DayPlanned, planShares),
    counting(AppointmentBooked, { booked: 1 }),
    // A displaced one is cancelled without a place that is freed.
    counting(AppointmentCancelled, ({ reofferAt }) => ({ cancelled: 1, displaced: reofferAt === undefined ? -1 : 0 })),
    counting(AppointmentRescheduled, { booked: 1 }),
    counting(AppointmentMovedAway, ({ reofferAt }) => ({ booked: -1, displaced: reofferAt === undefined ? -1 : 0 })),
    counting(AppointmentDisplacedByClosure, { displaced: 1 }),
    counting(AppointmentReinstated, { displaced: -1 }),
  ],
});

/** What every event of an appointment is known by. */
interface OfAppointment {
  readonly point?: string;
}

/** Adds up something of every appointment that an event is about, on the day of the appointment. */
function counting<Definition extends EventDefinition>(
  event: Definition,
  add: Partial<AgendaSums> | ((data: EventOf<Definition>['data']) => Partial<AgendaSums>),
) {
  return summing(event, ({ metadata: { scope }, data }) => {
    const { region, province } = scope;
    if (region === undefined || province === undefined) return [];
    const isOfPuntoInps = (data as OfAppointment).point !== undefined;
    return [{ region, province, isOfPuntoInps, add: typeof add === 'function' ? add(data) : add }];
  });
}

/** A day that is planned anew counts for its new plan alone; with an agenda that is another's by then go its appointments. */
function planShares({ data, revision }: RecordedEvent<EventOf<typeof DayPlanned>>): readonly Share[] {
  const { region, province, point, previous } = data;
  // Earlier versions did not say what was planned before: such a day counts for its first plan.
  if (previous === undefined && revision > 0) return [];
  const now = { openMinutes: openMinutes(data.slots), booked: previous?.appointments ?? 0 };
  const shares = [{ region, province, isOfPuntoInps: point !== undefined, add: now }];
  if (!previous) return shares;
  const before = { openMinutes: -previous.openMinutes, booked: -previous.appointments };
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
  const after = { all: sumOf(all, add), puntiInps: isOfPuntoInps ? sumOf(puntiInps, add) : puntiInps };
  return { region, province, year, months: { ...figures?.months, [month]: after } };
}

/** The sums of two. */
export function sumOf(one: AgendaSums, other: Partial<AgendaSums>): AgendaSums {
  return {
    openMinutes: one.openMinutes + (other.openMinutes ?? 0),
    booked: one.booked + (other.booked ?? 0),
    cancelled: one.cancelled + (other.cancelled ?? 0),
    displaced: one.displaced + (other.displaced ?? 0),
  };
}
