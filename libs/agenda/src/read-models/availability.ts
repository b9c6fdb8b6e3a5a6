import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineProjection, defineRefusals, toTimestamp, when, type RecordedEvent } from '#kernel/domain';
import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import { addDays, daysBetween, MINUTE_MS } from '#italy';
import { ANYONE, defineQuery, IsRealDate, pageOf, ReadOptionsQuery, type Published } from '#use-cases';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  DayPlanned,
  SlotHeld,
  SlotHoldExpired,
  SlotHoldReleased,
  type AgendaDayEvent,
} from '../domain/events/agenda-day-events.ts';
import { AppointmentMode, type Mode } from '../domain/vocabulary.ts';

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
export const availability = defineProjection<AvailabilityDocument>({
  name: 'availability',
  version: 1,
  // Days are asked for by key.
  indexes: [],
  keys: ({ data }) => {
    // As every event of a day says.
    const { agendaId, date } = data as AgendaDayEvent['data'];
    return [agendaDayId(agendaId, date)];
  },
  on: [
    when(DayPlanned, (document, { data }) => ({
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
    })),
    when(SlotHeld, (document, event) => change(document, event, 1)),
    when(SlotHoldReleased, (document, event) => change(document, event, -1, event.data.reofferAt)),
    when(SlotHoldExpired, (document, event) => change(document, event, -1, event.data.reofferAt)),
    // A booked hold took its places when it was made.
    when(AppointmentBooked, (document, event) =>
      event.data.holdId === undefined ? change(document, event, 1) : document,
    ),
    when(AppointmentCancelled, (document, event) => change(document, event, -1, event.data.reofferAt)),
    when(AppointmentDisplacedByClosure, (document, event) => change(document, event, -1)),
  ],
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

const FreeSlot = Type.Object(
  {
    start: Type.String({ description: 'Wall clock in Rome, HH:MM; names the slot in holds and bookings.' }),
    startsAt: Type.String(),
    endsAt: Type.String({ description: 'This moment not included.' }),
    capacity: Type.Number(),
    free: Type.Number({ description: 'How many may be booked now.' }),
  },
  { $id: 'FreeSlotAnswer', description: 'A slot that may be booked.' },
);
const AvailableDay = Type.Object(
  { date: Type.String(), modes: Type.Array(AppointmentMode), slots: Type.Array(FreeSlot) },
  { $id: 'AvailableDayAnswer' },
);
const AvailabilityAnswer = pageOf('AvailabilityAnswer', AvailableDay);
export type AvailableDay = Published<Static<typeof AvailableDay>>;
/** What may be booked on the days of a period. */
export type Availability = Published<Static<typeof AvailabilityAnswer>>;

export interface AvailabilityRequest {
  readonly agendaId: string;
  /** First and last day, `yyyy-mm-dd`. */
  readonly from: string;
  readonly to: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly read: ReadOptions;
}

/** What may be booked now on the days of a period: slots that are still far enough ahead, full ones included. */
export async function availabilityOf(
  reader: ProjectionReader,
  { agendaId, from, to, now, read }: AvailabilityRequest,
): Promise<Availability> {
  const keys = daysBetween(from, to).map((date) => agendaDayId(agendaId, date));
  const { documents, ...readFrom } = await reader.getMany(availability, keys, read);
  return { items: documents.map((document) => availableDay(document, now)), nextCursor: null, ...readFrom };
}

function availableDay({ date, modes, noticeMinutes, slots }: AvailabilityDocument, now: number): AvailableDay {
  const nowText = toTimestamp(now);
  const earliest = toTimestamp(now + noticeMinutes * MINUTE_MS);
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

/** Most days in one answer: two months. */
const MAX_DAYS = 62;

export class GetAvailability extends ReadOptionsQuery {
  @IsUUID()
  readonly agendaId!: string;

  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included); at most 62 days in all. */
  @IsRealDate()
  readonly to!: string;
}

const refuse = defineRefusals({
  PERIOD_REVERSED: 'The last day, {to}, lies before the first, {from}: correct one of the two.',
  PERIOD_TOO_LONG: 'From {from} to {to} there are more than {maxDays} days: ask for them in parts.',
});

export const getAvailability = defineQuery({
  input: GetAvailability,
  summary:
    'What may be booked now; answers to everyone. Days without slots, and slots at too short notice, are left out.',
  by: ANYONE,
  answer: AvailabilityAnswer,
  refuses: [refuse],
  run: async ({ agendaId, from, to }, { reader, clock, read }) => {
    if (to < from) throw refuse.PERIOD_REVERSED({ from, to });
    if (to >= addDays(from, MAX_DAYS)) throw refuse.PERIOD_TOO_LONG({ from, to, maxDays: MAX_DAYS });
    return availabilityOf(reader, { agendaId, from, to, now: clock.now(), read });
  },
});
