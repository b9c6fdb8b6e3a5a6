import { START, type Position } from '#kernel/domain';
import { Mutex, nextTurn, type ProjectionReader, type ReadFrom, type ReadOptions } from '#kernel/execution';
import { romeDateOf, type LocalDate } from '#italy';
import type { Preparation } from '#use-cases';
import { availability, positionText, type AvailabilityDocument } from '../availability.ts';
import { keepDay, SameTexts, type KeptDay } from './kept-day.ts';

/** The days of one agenda that lie ahead, in order. */
export type DaysOfAgenda = readonly KeptDay[];

/** All that is free, as of a position or later. */
export interface FreeDays extends ReadFrom {
  /** The agendas of a service line, by id. */
  readonly ofLine: (serviceLine: string) => ReadonlyMap<string, DaysOfAgenda>;
}

/** Changed days that are read at once. */
const READ_AT_ONCE = 250;
/** Days of the first reading that are read in one turn of the event loop: a few milliseconds, then others have theirs. */
const READ_IN_A_TURN = 50;

/** What was read of one build of one log. */
interface Kept extends ReadFrom {
  /** Days of before are not kept. */
  today: LocalDate;
  position: Position;
  readonly lines: Map<string, Map<string, KeptDay[]>>;
  /** Texts of a hundred thousand days that are a few thousand. */
  readonly texts: SameTexts;
}

/**
 * Keeps in memory what is free on the days ahead of every agenda. All of them are read once, in the order of days; those
 * that changed when the next question is asked, so that an answer is exact as of its position, whoever wrote: this process
 * or another. What a question costs follows from what was written since the one before, and not from how many agendas there
 * are. Nothing here is stored, and nothing is lost with it.
 */
export class DaysAhead {
  readonly #firstReading = new Mutex();
  #kept: Kept | undefined;

  /**
   * What is free, as of the position that was asked for or a later one.
   * @param now milliseconds since the epoch
   * @param signal ends the first reading, if it is this call that reads
   * @throws SystemError as the reader does; the reason of the signal
   */
  async read(
    reader: ProjectionReader,
    now: number,
    options: ReadOptions = {},
    signal?: AbortSignal,
  ): Promise<FreeDays> {
    const today = romeDateOf(now);
    let wanted = options;
    for (;;) {
      const kept = this.#kept;
      const page = await this.#changed(reader, kept?.position ?? START, kept ? READ_AT_ONCE : 1, wanted);
      const { build, position, logId } = page;
      if (kept?.build !== build || kept.logId !== logId) {
        await this.#firstReading.run(() => this.#readAll(reader, today, { build, position, logId }, signal));
        wanted = { minPosition: position, logId };
        continue;
      }
      // In one turn: whoever asks meanwhile finds all of it, or nothing.
      for (const document of page.items) keep(kept, document);
      const last = page.items.at(-1)?.at;
      const seen = page.nextCursor === null || last === undefined ? position : fromText(last);
      if (positionText(seen) > positionText(kept.position)) kept.position = seen;
      if (kept.today < today) forgetBefore(kept, today);
      if (page.nextCursor === null) {
        return { build, position, logId, ofLine: (line) => kept.lines.get(line) ?? new Map<string, KeptDay[]>() };
      }
      wanted = { minPosition: position, logId };
    }
  }

  #changed(reader: ProjectionReader, after: Position, limit: number, options: ReadOptions) {
    const at = { from: positionText(String(BigInt(after) + 1n)) };
    return reader.find(availability, { where: { at }, orderBy: [{ field: 'at' }], limit }, options);
  }

  async #readAll(reader: ProjectionReader, today: LocalDate, from: ReadFrom, signal?: AbortSignal): Promise<void> {
    const before = this.#kept;
    // Somebody else was first.
    if (before?.build === from.build && before.logId === from.logId) return;
    const kept: Kept = { ...from, today, lines: new Map(), texts: new SameTexts() };
    let cursor: string | undefined;
    do {
      const page = await reader.find(
        availability,
        {
          where: { date: { from: today } },
          orderBy: [{ field: 'date' }],
          limit: READ_IN_A_TURN,
          ...(cursor === undefined ? {} : { cursor }),
        },
        { minPosition: from.position, logId: from.logId },
      );
      // What was written meanwhile comes again; another build has other documents.
      if (page.build !== from.build || page.logId !== from.logId) return;
      for (const document of page.items) keep(kept, document);
      cursor = page.nextCursor ?? undefined;
      await nextTurn();
      signal?.throwIfAborted();
    } while (cursor !== undefined);
    this.#kept = kept;
  }
}

function keep({ lines, today, texts }: Kept, document: AvailabilityDocument): void {
  const { serviceLine, agendaId, date, at } = document;
  if (date < today) return;
  const agendas = lines.get(serviceLine) ?? new Map<string, KeptDay[]>();
  lines.set(serviceLine, agendas);
  const days = agendas.get(agendaId) ?? [];
  agendas.set(agendaId, days);
  const place = days.findIndex((day) => day.date >= date);
  const there = place < 0 ? undefined : days[place];
  if (there?.date !== date) days.splice(place < 0 ? days.length : place, 0, keepDay(document, texts));
  // Of two who read at the same time, one may have read before the other.
  else if (there.at < at) days[place] = keepDay(document, texts);
}

function forgetBefore(kept: Kept, today: LocalDate): void {
  kept.today = today;
  for (const agendas of kept.lines.values()) {
    for (const [agendaId, days] of agendas) {
      const left = days.filter(({ date }) => date >= today);
      if (left.length > 0) agendas.set(agendaId, left);
      else agendas.delete(agendaId);
    }
  }
}

function fromText(at: string): Position {
  return String(BigInt(at));
}

const keptFor = new WeakMap<ProjectionReader, DaysAhead>();

/** What is kept for the read models of a reader: once in a process, whoever asks. */
export function daysAheadOf(reader: ProjectionReader): DaysAhead {
  const kept = keptFor.get(reader) ?? new DaysAhead();
  keptFor.set(reader, kept);
  return kept;
}

/** Has the days ahead read before anybody asks. */
export const readDaysAhead: Preparation = async ({ reader, clock, signal }) => {
  await daysAheadOf(reader).read(reader, clock.now(), {}, signal);
};
