import type { Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { SystemError } from '#kernel/domain';
import type { ProjectionReader, ReadFrom, ReadOptions } from '#kernel/execution';
import { daysBetween, romeDateOf, type LocalDate } from '#italy';
import { ANYONE, defineQuery, IsRealDate, pageOf, ReadOptionsQuery, WrittenAnswer, type Published } from '#use-cases';
import { requireService, serviceUnknown } from '#services';
import { agenda as agendas } from '../domain/agenda/agenda.ts';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { searchesFoundNothing } from '../use-cases/note-searches-found-nothing.ts';
import { IsServiceId } from '../use-cases/fields.ts';
import { knownAgenda } from './agenda-directory.ts';
import { availability } from './availability.ts';
import { AvailableDay, availableDay } from './available-day.ts';
import { periodRefusals, requirePeriod } from './period.ts';
import type { DaySources } from './written-days.ts';
import { writtenPeriodsOf, type WrittenPeriod } from './written-periods.ts';

const AvailabilityAnswer = pageOf('AvailabilityAnswer', AvailableDay);
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
 * What may be booked now on the days of a period.
 * @throws DomainError AGENDA_UNKNOWN (not-found)
 * @throws SystemError CURSOR_INVALID, and as the reader does
 */
export async function availabilityOf(reader: ProjectionReader, request: AvailabilityRequest): Promise<Availability> {
  const { now } = request;
  const { days, ...rest } = await daysOf(reader, request, ({ date, agenda, planned }) => {
    const day = availableDay(date, agenda, planned, now);
    return { day, slots: day.slots.length };
  });
  return { items: days.map(({ day }) => day), ...rest };
}

/** The days of a period, each made of its documents, until they have as many slots as one answer takes. */
async function daysOf<Day extends { readonly slots: number }>(
  reader: ProjectionReader,
  { agendaId, from, to, cursor, read }: AvailabilityRequest,
  make: (sources: DaySources) => Day,
): Promise<ReadFrom & { readonly days: readonly Day[]; readonly nextCursor: string | null }> {
  if (cursor !== undefined && (cursor <= from || cursor > to)) throw cursorInvalid();
  const { document: agenda, build } = await knownAgenda(reader, agendaId, read);
  const dates = daysBetween(cursor ?? from, to);
  const days: Day[] = [];
  let slots = 0;
  let begin = 0;
  // Of the days that were read first: the others are of then at least.
  let readFrom: ReadFrom | undefined;
  for (;;) {
    const some = dates.slice(begin, begin + (begin === 0 ? FIRST_DAYS : MORE_DAYS));
    const keys = some.map((date) => agendaDayId(agendaId, date));
    const found = await reader.getMany(availability, keys, read);
    const { documents, position, logId } = found;
    readFrom ??= { build: found.build, position, logId };
    const builds = `${logId} ${found.build} ${build}`;
    for (const date of some) {
      const planned = documents.find((document) => document.date === date);
      const day = make({ date, agenda, planned, builds });
      slots += day.slots;
      if (days.length > 0 && slots > MAX_SLOTS) return { days, nextCursor: date, ...readFrom };
      days.push(day);
    }
    begin += some.length;
    if (begin >= dates.length) return { days, nextCursor: null, ...readFrom };
  }
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

  /** Of the catalogue of services: a day on which it is not had there has no slots; whatever is had when absent. */
  @IsOptional()
  @IsServiceId()
  readonly serviceId?: string;

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
  refuses: [periodRefusals, agendas.notFound, serviceUnknown],
  run: async ({ agendaId, from, to, serviceId, cursor }, { reader, clock, read, tally }) => {
    requirePeriod({ from, to });
    const service = serviceId === undefined ? undefined : requireService(serviceId);
    const now = clock.now();
    const written = writtenPeriodsOf(reader);
    const name = `${agendaId} ${from} ${to} ${serviceId ?? ''} ${cursor ?? ''}`;
    const tell = async (): Promise<WrittenPeriod> => {
      const remembering = reader.remembering();
      const request = { agendaId, from, to, cursor, now, read };
      const told = await daysOf(remembering.reader, request, (day) => written.days.day({ ...day, service }, now));
      return written.write(name, told, remembering.sources);
    };
    const { json, isInVain } = written.again(name, reader, read, now) ?? (await tell());
    if (cursor === undefined && isInVain) tally(searchesFoundNothing, { agendaId, date: romeDateOf(now) });
    return new WrittenAnswer(json);
  },
});
