import { defineProjection, when, type Position, type RecordedEvent } from '#kernel/domain';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentDisplacedWhileMoving,
  AppointmentMovedAway,
  AppointmentReinstated,
  AppointmentRescheduled,
  DayPlanned,
  SlotHeld,
  SlotHoldExpired,
  SlotHoldReleased,
  type AgendaDayEvent,
} from '../domain/events/agenda-day-events.ts';
import { AppointmentCompleted, AppointmentLapsed, AppointmentMarkedNoShow } from '../domain/events/desk-events.ts';
import type { Mode } from '../domain/vocabulary.ts';

/** A slot, and how many of its places are taken. */
export interface SlotCount {
  /** Wall-clock start in Rome. */
  readonly start: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity: number;
  /** Of the capacity, what is kept for channels of staff; none when absent. */
  readonly internalCapacity?: number;
  /** Holds and appointments. */
  readonly taken: number;
  /** Of these, those that were taken through channels of staff. */
  readonly takenInternally: number;
  /** Freed places that are offered late. */
  readonly cooling: readonly CoolingCount[];
}

/** A freed place: when it is offered again (RFC 3339, UTC), and whether it was taken through a channel of staff. */
export interface CoolingCount {
  readonly until: string;
  readonly internal: boolean;
}

/** What is free on a day of an agenda. Nothing of persons stands in it: it answers to everyone. */
export interface AvailabilityDocument {
  readonly agendaId: string;
  readonly date: string;
  readonly serviceLine: string;
  readonly modes: readonly Mode[];
  /** Of a day of a Punto INPS, what may be booked; all of the line where it does not say. */
  readonly services?: readonly string[];
  /** Where it stands; codice catastale, where somebody said it. */
  readonly region: string;
  readonly province: string;
  readonly unit: string;
  readonly municipality?: string;
  readonly noticeMinutes: number;
  readonly horizonDays: number;
  readonly agendaRevision: number;
  readonly slots: readonly SlotCount[];
  /** Position of the event that changed it last, by which what changed is found: texts compare, as all are equally long. */
  readonly at: string;
}

/** A position as long as the longest there is. */
export function positionText(position: Position): string {
  return position.padStart(19, '0');
}

/** One document for each day that was ever planned. */
export const availability = defineProjection<AvailabilityDocument>({
  name: 'availability',
  version: 5,
  // Days are asked for by key, too.
  indexes: [{ fields: ['date'] }, { fields: ['at'] }],
  keys: ({ data }) => {
    // As every event of a day says.
    const { agendaId, date } = data as AgendaDayEvent['data'];
    return [agendaDayId(agendaId, date)];
  },
  on: [
    when(DayPlanned, (document, { data, position }) => ({
      agendaId: data.agendaId,
      date: data.date,
      serviceLine: data.serviceLine,
      modes: data.modes,
      ...(data.services === undefined ? {} : { services: data.services }),
      ...{ region: data.region, province: data.province, unit: data.unit },
      ...(data.municipality === undefined ? {} : { municipality: data.municipality }),
      noticeMinutes: data.noticeMinutes,
      horizonDays: data.horizonDays,
      agendaRevision: data.agendaRevision,
      slots: data.slots.map((slot) => {
        const before = document?.slots.find(
          ({ startsAt, endsAt }) => startsAt === slot.startsAt && endsAt === slot.endsAt,
        );
        const { taken = 0, takenInternally = 0, cooling = [] } = before ?? {};
        return { ...slot, taken, takenInternally, cooling };
      }),
      at: positionText(position),
    })),
    when(SlotHeld, (document, event) => change(document, event, 1, event.data.reofferAt)),
    when(SlotHoldReleased, (document, event) => change(document, event, -1, event.data.reofferAt)),
    when(SlotHoldExpired, (document, event) => change(document, event, -1, event.data.reofferAt)),
    // A booked hold took its places when it was made.
    when(AppointmentBooked, (document, event) =>
      event.data.holdId === undefined ? change(document, event, 1) : document,
    ),
    // One that was displaced has lost its place before.
    when(AppointmentCancelled, (document, event) =>
      event.data.reofferAt === undefined ? document : change(document, event, -1, event.data.reofferAt),
    ),
    when(AppointmentRescheduled, (document, event) =>
      event.data.holdId === undefined ? change(document, event, 1) : document,
    ),
    when(AppointmentMovedAway, (document, event) =>
      event.data.reofferAt === undefined ? document : change(document, event, -1, event.data.reofferAt),
    ),
    when(AppointmentDisplacedByClosure, (document, event) =>
      event.data.lostBefore ? document : change(document, event, -1),
    ),
    when(AppointmentDisplacedWhileMoving, (document, event) => change(document, event, -1)),
    when(AppointmentReinstated, (document, event) => change(document, event, 1)),
    when(AppointmentCompleted, (document, event) => change(document, event, -1)),
    when([AppointmentMarkedNoShow, AppointmentLapsed], (document, event) => change(document, event, -1)),
  ],
});

type PlaceEvent = Extract<RecordedEvent<AgendaDayEvent>, { readonly data: { readonly startsAt: string } }>;

/**
 * Counts places of the slots of an event. What lies behind has cooled down and is forgotten.
 * @param reofferAt until when what is freed cools; of what is taken, until when it would have
 */
function change(
  document: AvailabilityDocument | undefined,
  { data, recordedAt, position }: PlaceEvent,
  by: 1 | -1,
  reofferAt?: string,
): AvailabilityDocument | undefined {
  if (!document) return undefined;
  const { internal = false } = data;
  const slots = [...document.slots];
  for (let index = 0; index < slots.length; index += 1) {
    const slot = slots[index];
    if (!slot || slot.startsAt < data.startsAt) continue;
    // They are in order.
    if (slot.endsAt > data.endsAt) break;
    const cooling = slot.cooling.filter(({ until }) => until > recordedAt);
    if (by === 1 && reofferAt !== undefined) coolNoLonger(cooling, reofferAt);
    const isFreed = by === -1 && reofferAt !== undefined && reofferAt > recordedAt && !isKept(slot, data);
    if (isFreed) cooling.push({ until: reofferAt, internal });
    const takenInternally = slot.takenInternally + (internal ? by : 0);
    slots[index] = { ...slot, taken: slot.taken + by, takenInternally, cooling };
  }
  return { ...document, slots, at: positionText(position) };
}

/** An offer of the waiting list takes the very place that cools until then. */
function coolNoLonger(cooling: { readonly until: string }[], until: string): void {
  const place = cooling.findIndex((one) => one.until === until);
  if (place >= 0) cooling.splice(place, 1);
}

/** Whoever moves within a day may keep some of the slots. */
function isKept(slot: SlotCount, data: PlaceEvent['data']): boolean {
  if (!('to' in data) || data.to.agendaId !== data.agendaId || data.to.date !== data.date) return false;
  return data.to.startsAt <= slot.startsAt && slot.endsAt <= data.to.endsAt;
}
