import {
  WrittenParts,
  type HeldSources,
  type ProjectionReader,
  type ReadFrom,
  type ReadOptions,
} from '#kernel/execution';
import { availability } from './availability.ts';
import { WrittenDays, type WrittenDay } from './written-days.ts';

/** Days of a period as they are told, and where the answer ends. */
interface ToldDays extends ReadFrom {
  readonly days: readonly WrittenDay[];
  readonly nextCursor: string | null;
}

/** An answer, in JSON. */
export interface WrittenPeriod {
  readonly json: string;
  /** Whether it is whole, and has slots, of which none is free for everyone. */
  readonly isInVain: boolean;
}

/** All but the end of an answer, which says from where it was read. */
interface Kept extends WrittenPeriod {
  readonly nextCursor: string | null;
  /** Milliseconds since the epoch: it says what is so from one to the other, this one not included. */
  readonly since: number;
  readonly until: number;
  readonly sources: HeldSources;
}

/** Characters in all: some ten thousand days of two dozen slots, or a thousand weeks. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/**
 * Answers as they were told last, whole. One is told again in the same words for as long as nothing that was read for it has changed, and
 * time has changed nothing of it: nothing is read then but how far the read models have come.
 */
export class WrittenPeriods {
  readonly days = new WrittenDays();
  readonly #kept = new WrittenParts<Kept>(MOST_CHARACTERS);
  /** How the last answer ended. */
  #end: ReadFrom & { readonly nextCursor: string | null; readonly json: string } = {
    ...{ nextCursor: null, build: '', position: '', logId: '', json: '' },
  };

  /**
   * The answer of before, where it may be told again.
   * @param name what was asked for
   * @param now milliseconds since the epoch
   */
  again(name: string, reader: ProjectionReader, read: ReadOptions, now: number): WrittenPeriod | undefined {
    const kept = this.#kept.get(name);
    if (!kept || now < kept.since || now >= kept.until) return undefined;
    const from = reader.again(kept.sources, availability, read);
    return from && { json: kept.json + this.#endOf(from, kept.nextCursor), isInVain: kept.isInVain };
  }

  /**
   * An answer, which is kept where anybody can tell whether what was read for it stands.
   * @param sources what was read for it
   */
  write(name: string, { days, nextCursor, ...from }: ToldDays, sources: HeldSources): WrittenPeriod {
    const json = `{"items":[${days.map((day) => day.json).join(',')}],`;
    const isInVain = nextCursor === null && days.some(({ slots }) => slots > 0) && days.every(({ free }) => free === 0);
    const since = Math.max(...days.map((day) => day.since));
    const until = Math.min(...days.map((day) => day.until));
    if (sources.stand) this.#kept.keep(name, { json, isInVain, nextCursor, since, until, sources });
    return { json: json + this.#endOf(from, nextCursor), isInVain };
  }

  /** What follows the days is the same for as long as nothing is written, whichever days they are. */
  #endOf({ build, position, logId }: ReadFrom, nextCursor: string | null): string {
    const end = this.#end;
    const isSame = end.position === position && end.build === build && end.logId === logId;
    if (isSame && end.nextCursor === nextCursor) return end.json;
    const json = JSON.stringify({ nextCursor, build, position, logId }).slice(1);
    this.#end = { nextCursor, build, position, logId, json };
    return json;
  }
}

const keptFor = new WeakMap<ProjectionReader, WrittenPeriods>();

/** What is kept for the read models of a reader: once in a process, whoever asks. */
export function writtenPeriodsOf(reader: ProjectionReader): WrittenPeriods {
  const kept = keptFor.get(reader) ?? new WrittenPeriods();
  keptFor.set(reader, kept);
  return kept;
}
