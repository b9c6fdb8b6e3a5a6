import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { SystemError, toTimestamp } from '#kernel/domain';
import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import { addDays, daysBetween, MINUTE_MS, romeDateOf, spokenDay, spokenTime } from '#italy';
import { ANYONE, defineQuery, IsRealDate, orNull, pageOf, ReadOptionsQuery, type Published } from '#use-cases';
import { Count, listOf, LocalDate, LocalTime, oneOf, Text, Timestamp, explained } from '#vocabulary';
import { agenda as agendas } from '../domain/agenda/agenda.ts';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { AppointmentMode, Capacity, MODES } from '../domain/vocabulary.ts';
import { Closure, knownAgenda, type AgendaDocument } from './agenda-directory.ts';
import { availability, type AvailabilityDocument } from './availability.ts';
import { freeOf } from './free-places/kept-day.ts';
import { searchesFoundNothing } from '../use-cases/note-searches-found-nothing.ts';
import { periodRefusals, requirePeriod } from './period.ts';
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
const AvailableDay = Type.Object(
  {
    date: LocalDate,
    label: explained(Text, 'The day in Italian words, for example lunedì 3 agosto 2026.'),
    modes: listOf(AppointmentMode, MODES.length),
    slots: listOf(FreeSlot, MAX_SLOTS_OF_DAY),
    because: orNull(NoSlotsBecause, 'Why the day has no slots; null when it has.'),
    closure: orNull(Closure, 'The closure that the day has no slots for, if it is one.'),
  },
  { $id: 'AvailableDayAnswer' },
);
const AvailabilityAnswer = pageOf('AvailabilityAnswer', AvailableDay);
export type AvailableDay = Published<Static<typeof AvailableDay>>;
/** What may be booked on the days of a period. */
export type Availability = Published<Static<typeof AvailabilityAnswer>>;

export interface AvailabilityRequest {
  readonly agendaId: string;
  /** First and last day, `yyyy-mm-dd`. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** `nextCursor` of the answer before: the day to go on from. */
  readonly cursor?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly read: ReadOptions;
}

/** Most slots in one answer, which has at least one day: below 300 KB. */
const MAX_SLOTS = 2_000;
/** So many days are read at once: a few first, as nobody knows yet how many slots a day has, and anybody may ask. */
const FIRST_DAYS = 7;
const MORE_DAYS = 14;

/**
 * What may be booked now on the days of a period: slots that are still far enough ahead, full ones included. A day
 * without any says why.
 * @throws DomainError AGENDA_UNKNOWN (not-found)
 * @throws SystemError CURSOR_INVALID, and as the reader does
 */
export async function availabilityOf(
  reader: ProjectionReader,
  { agendaId, from, to, cursor, now, read }: AvailabilityRequest,
): Promise<Availability> {
  if (cursor !== undefined && (cursor <= from || cursor > to)) throw cursorInvalid();
  const { document: agenda } = await knownAgenda(reader, agendaId, read);
  const dates = daysBetween(cursor ?? from, to);
  const items: AvailableDay[] = [];
  let slots = 0;
  let begin = 0;
  for (;;) {
    const some = dates.slice(begin, begin + (begin === 0 ? FIRST_DAYS : MORE_DAYS));
    const keys = some.map((date) => agendaDayId(agendaId, date));
    const { documents, ...readFrom } = await reader.getMany(availability, keys, read);
    const planned = new Map(documents.map((document) => [document.date, document]));
    for (const date of some) {
      const day = availableDay(date, agenda, planned.get(date), now);
      slots += day.slots.length;
      if (items.length > 0 && slots > MAX_SLOTS) return { items, nextCursor: date, ...readFrom };
      items.push(day);
    }
    begin += some.length;
    if (begin >= dates.length) return { items, nextCursor: null, ...readFrom };
  }
}

function availableDay(
  date: LocalDate,
  agenda: AgendaDocument,
  planned: AvailabilityDocument | undefined,
  now: number,
): AvailableDay {
  const { modes, noticeMinutes } = planned ?? agenda;
  const earliest = toTimestamp(now + noticeMinutes * MINUTE_MS);
  const isWithin = planned !== undefined && date <= addDays(romeDateOf(now), planned.horizonDays);
  const slots = (isWithin ? planned.slots : [])
    .filter(({ startsAt }) => startsAt >= earliest)
    .map((slot) => {
      const { start, startsAt, endsAt, capacity } = slot;
      const [free, freeForStaff] = [freeOf(slot, now, false), freeOf(slot, now, true)];
      return { start, label: spokenTime(start), startsAt, endsAt, capacity, free, freeForStaff };
    });
  const because = slots.length > 0 ? null : whyNoSlots(date, agenda, planned, now);
  const closure = because === 'CLOSURE' ? (closureOn(date, agenda) ?? null) : null;
  return { date, label: spokenDay(date), modes, slots, because, closure };
}

/** Whether there are slots in all that was asked for, and none of them is free for everyone. */
function isAllTaken({ items, nextCursor }: Availability): boolean {
  const slots = items.flatMap((day) => day.slots);
  return nextCursor === null && slots.length > 0 && slots.every(({ free }) => free === 0);
}

function cursorInvalid(): SystemError {
  return new SystemError('CURSOR_INVALID', 'the cursor is no day of this period; start again without a cursor');
}

export class GetAvailability extends ReadOptionsQuery {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;

  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included); at most 62 days in all. */
  @IsRealDate()
  readonly to!: string;

  /** `nextCursor` of the answer before; all other parameters stay as they were. */
  @IsOptional()
  @IsRealDate()
  readonly cursor?: string;
}

export const getAvailability = defineQuery({
  input: GetAvailability,
  summary:
    'What may be booked now, day by day; answers to everyone. A day without slots says why; slots at too short notice are left out.',
  by: ANYONE,
  answer: AvailabilityAnswer,
  refuses: [periodRefusals, agendas.notFound],
  run: async ({ agendaId, from, to, cursor }, { reader, clock, read, tally }) => {
    requirePeriod({ from, to });
    const now = clock.now();
    const found = await availabilityOf(reader, { agendaId, from, to, cursor, now, read });
    if (cursor === undefined && isAllTaken(found)) tally(searchesFoundNothing, { agendaId, date: romeDateOf(now) });
    return found;
  },
});
