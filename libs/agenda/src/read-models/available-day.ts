import { Type, type Static } from '@sinclair/typebox';
import { toTimestamp } from '#kernel/domain';
import { addDays, midnightInRome, MINUTE_MS, romeDateOf, spokenDay, spokenTime, type LocalDate } from '#italy';
import type { Service } from '#services';
import { orNull, type Published } from '#use-cases';
import { Count, explained, Id, listOf, LocalDate as Day, LocalTime, oneOf, Text, Timestamp } from '#vocabulary';
import { isOffered as isOfferedOn, lineDelivering } from '../domain/delivered-services.ts';
import { AppointmentMode, Capacity, MODES } from '../domain/vocabulary.ts';
import { Closure, type AgendaDocument } from './agenda-directory.ts';
import type { AvailabilityDocument } from './availability.ts';
import { freeOf } from './free-places/kept-day.ts';
import { closureOn, NO_SLOTS_BECAUSE, whyNoSlots } from './why-no-slots.ts';

/** Most slots of a day: one a minute, on the day of 25 hours. */
const MAX_SLOTS_OF_DAY = 1_500;

const FreeSlot = Type.Object(
  {
    start: explained(LocalTime, 'Wall clock in Rome, HH:MM; names the slot in holds and bookings.'),
    label: explained(Text, 'The time in Italian words, for example ore 9:30.'),
    startsAt: Timestamp,
    endsAt: explained(Timestamp, 'This moment not included.'),
    capacity: Capacity,
    free: explained(Count, 'How many may be booked now, through whatever channel.'),
    freeForStaff: explained(Count, 'How many may be booked now through channels of staff, for whom some are kept.'),
  },
  { $id: 'FreeSlotAnswer', description: 'A slot that may be booked.' },
);
const NoSlotsBecause = oneOf(NO_SLOTS_BECAUSE, 'NoSlotsBecause');
export const AvailableDay = Type.Object(
  {
    date: Day,
    label: explained(Text, 'The day in Italian words, for example lunedì 3 agosto 2026.'),
    modes: listOf(AppointmentMode, MODES.length),
    services: orNull(
      listOf(Id, 200),
      'Ids of what may be booked, of a day of a Punto INPS; null where all of the service line may.',
    ),
    slots: listOf(FreeSlot, MAX_SLOTS_OF_DAY),
    because: orNull(NoSlotsBecause, 'Why the day has no slots; null when it has.'),
    closure: orNull(Closure, 'The closure that the day has no slots for, if it is one.'),
  },
  { $id: 'AvailableDayAnswer' },
);
/** What may be booked on a day. */
export type AvailableDay = Published<Static<typeof AvailableDay>>;

/**
 * What may be booked now on a day: slots that are still far enough ahead, full ones included. A day without any says why.
 * @param planned the day, if it was planned
 * @param now milliseconds since the epoch
 * @param isOffered whether what is looked for is had on the day
 */
export function availableDay(
  date: LocalDate,
  agenda: AgendaDocument,
  planned: AvailabilityDocument | undefined,
  now: number,
  isOffered = isHadOn(undefined, planned ?? agenda),
): AvailableDay {
  const { modes, noticeMinutes, services = null } = planned ?? agenda;
  const earliest = toTimestamp(now + noticeMinutes * MINUTE_MS);
  const isWithin = planned !== undefined && date <= addDays(romeDateOf(now), planned.horizonDays);
  const slots = (isWithin && isOffered ? planned.slots : [])
    .filter(({ startsAt }) => startsAt >= earliest)
    .map((slot) => {
      const { start, startsAt, endsAt, capacity } = slot;
      const [free, freeForStaff] = [freeOf(slot, now, false), freeOf(slot, now, true)];
      return { start, label: spokenTime(start), startsAt, endsAt, capacity, free, freeForStaff };
    });
  const because = slots.length > 0 ? null : whyNoSlots(date, agenda, planned, now, isOffered);
  const closure = because === 'CLOSURE' ? (closureOn(date, agenda) ?? null) : null;
  return { date, label: spokenDay(date), modes, services, slots, because, closure };
}

/** Tells whether a service is had at an agenda, or on a day of one; whether any is when none is named. */
export function isHadOn(
  service: Service | undefined,
  of: { readonly serviceLine: string; readonly services?: readonly string[] | undefined },
): boolean {
  if (service === undefined) return of.services?.length !== 0;
  return of.serviceLine === lineDelivering(service) && isOfferedOn(service.id, of);
}

/**
 * Until when a day is told as it is told now, while nothing is written of it: a slot begins or comes within the notice, a
 * place has cooled down, a day begins.
 * @param now milliseconds since the epoch
 * @returns the first such instant that lies after now, in milliseconds since the epoch; what is told is another from it on
 */
export function toldUntil(planned: AvailabilityDocument | undefined, now: number): number {
  let until = midnightInRome(addDays(romeDateOf(now), 1));
  const end = (instant: number): void => {
    if (instant > now && instant < until) until = instant;
  };
  const notice = (planned?.noticeMinutes ?? 0) * MINUTE_MS;
  for (const { startsAt, cooling } of planned?.slots ?? []) {
    const start = Date.parse(startsAt);
    end(start);
    // A slot may be booked up to the very instant at which its notice ends.
    end(start - notice + 1);
    for (const place of cooling) end(Date.parse(place.until));
  }
  return until;
}
