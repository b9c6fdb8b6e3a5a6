import { defineProjection, type ProjectionReader, type ReadOptions, type RecordedEvent } from '#kernel';
import { daysBetween, MINUTE_MS } from '#italy';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { Mode } from '../domain/events/schemas.ts';

/** A slot, and how many of its places are taken. */
interface SlotCount {
  /** Wall-clock start in Rome. */
  readonly start: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity: number;
  /** Holds and appointments. */
  readonly taken: number;
  /** When each freed place is offered again; RFC 3339, UTC. */
  readonly cooling: readonly string[];
}

/** What is free on a day of an agenda. Nothing of persons stands in it: it answers to everyone. */
export interface AvailabilityDocument {
  readonly agendaId: string;
  readonly date: string;
  readonly serviceLine: string;
  readonly modes: readonly Mode[];
  readonly noticeMinutes: number;
  readonly agendaRevision: number;
  readonly slots: readonly SlotCount[];
}

/** One document for each day that was ever planned. */
export const availability = defineProjection<AvailabilityDocument, AgendaDayEvent>({
  name: 'availability',
  version: 1,
  // Days are asked for by key.
  indexes: [],
  keys: ({ data }) => ('agendaId' in data ? [agendaDayId(data.agendaId, data.date)] : []),
  on: {
    DayPlanned: (document, { data }) => ({
      agendaId: data.agendaId,
      date: data.date,
      serviceLine: data.serviceLine,
      modes: data.modes,
      noticeMinutes: data.noticeMinutes,
      agendaRevision: data.agendaRevision,
      slots: data.slots.map((slot) => {
        const before = document?.slots.find(
          ({ startsAt, endsAt }) => startsAt === slot.startsAt && endsAt === slot.endsAt,
        );
        return { ...slot, taken: before?.taken ?? 0, cooling: before?.cooling ?? [] };
      }),
    }),
    SlotHeld: (document, event) => change(document, event, 1),
    SlotHoldReleased: (document, event) => change(document, event, -1, event.data.reofferAt),
    SlotHoldExpired: (document, event) => change(document, event, -1, event.data.reofferAt),
    // A booked hold took its places when it was made.
    AppointmentBooked: (document, event) => (event.data.holdId === undefined ? change(document, event, 1) : document),
    AppointmentCancelled: (document, event) => change(document, event, -1, event.data.reofferAt),
    AppointmentDisplacedByClosure: (document, event) => change(document, event, -1),
  },
});

type PlaceEvent = Extract<RecordedEvent<AgendaDayEvent>, { readonly data: { readonly startsAt: string } }>;

/** Counts places of the slots of an event. What lies behind has cooled down and is forgotten. */
function change(
  document: AvailabilityDocument | undefined,
  { data, recordedAt }: PlaceEvent,
  by: 1 | -1,
  reofferAt?: string,
): AvailabilityDocument | undefined {
  return (
    document && {
      ...document,
      slots: document.slots.map((slot) => {
        if (slot.startsAt < data.startsAt || slot.endsAt > data.endsAt) return slot;
        const cooling = slot.cooling.filter((until) => until > recordedAt);
        if (reofferAt !== undefined && reofferAt > recordedAt) cooling.push(reofferAt);
        return { ...slot, taken: slot.taken + by, cooling };
      }),
    }
  );
}

/** A slot that may be booked. */
export interface FreeSlot {
  readonly start: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity: number;
  /** How many may be booked now. */
  readonly free: number;
}

export interface AvailableDay {
  readonly date: string;
  readonly modes: readonly Mode[];
  readonly slots: readonly FreeSlot[];
}

export interface Availability {
  readonly items: readonly AvailableDay[];
  readonly build: string;
  readonly position: string;
  readonly logId: string;
}

export interface AvailabilityRequest {
  readonly agendaId: string;
  /** First and last day, `yyyy-mm-dd`. */
  readonly from: string;
  readonly to: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly read: ReadOptions;
}

/** Most days in one answer: two months. */
export const MAX_DAYS = 62;

/** What may be booked now on the days of a period: slots that are still far enough ahead, full ones included. */
export async function availabilityOf(
  reader: ProjectionReader,
  { agendaId, from, to, now, read }: AvailabilityRequest,
): Promise<Availability> {
  const keys = daysBetween(from, to).map((date) => agendaDayId(agendaId, date));
  const { documents, ...readFrom } = await reader.getMany(availability, keys, read);
  return { items: documents.map((document) => availableDay(document, now)), ...readFrom };
}

function availableDay({ date, modes, noticeMinutes, slots }: AvailabilityDocument, now: number): AvailableDay {
  const nowText = new Date(now).toISOString();
  const earliest = new Date(now + noticeMinutes * MINUTE_MS).toISOString();
  return {
    date,
    modes,
    slots: slots
      .filter(({ startsAt }) => startsAt >= earliest)
      .map(({ start, startsAt, endsAt, capacity, taken, cooling }) => {
        const notYet = cooling.filter((until) => until > nowText).length;
        return { start, startsAt, endsAt, capacity, free: Math.max(0, capacity - taken - notYet) };
      }),
  };
}
