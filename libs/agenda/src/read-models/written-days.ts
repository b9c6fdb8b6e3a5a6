import { WrittenParts } from '#kernel/execution';
import type { LocalDate } from '#italy';
import type { Service } from '#services';
import { writerOf } from '#use-cases';
import type { AgendaDocument } from './agenda-directory.ts';
import type { AvailabilityDocument } from './availability.ts';
import { AvailableDay, availableDay, isHadOn, toldUntil } from './available-day.ts';

/** A day as it is told, in JSON. */
export interface WrittenDay {
  readonly json: string;
  readonly slots: number;
  /** Of them, those that have a place for everyone. */
  readonly free: number;
  /** Milliseconds since the epoch: it says what is so from one to the other, this one not included. */
  readonly since: number;
  readonly until: number;
}

interface Kept extends WrittenDay {
  /** What it was written from. */
  readonly from: string;
}

/** The documents that a day is told from, and which builds of which log they stand in. */
export interface DaySources {
  readonly date: LocalDate;
  readonly agenda: AgendaDocument;
  /** The day, if it was planned. */
  readonly planned: AvailabilityDocument | undefined;
  readonly builds: string;
  /** What is looked for, if it was named. */
  readonly service?: Service | undefined;
}

/** Characters in all: some ten thousand days of two dozen slots. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
const write = writerOf(AvailableDay);

/**
 * Days as they were told last. One is told again in the same words for as long as what it was told from has not changed,
 * and time has changed nothing of it: many look at a day before one books. Nothing is told from here that was not read of
 * the read models by the same question, so it is as new as that.
 */
export class WrittenDays {
  readonly #kept = new WrittenParts<Kept>(MOST_CHARACTERS);
  #written = 0;

  /** How many were not kept. */
  get written(): number {
    return this.#written;
  }

  /** @param now milliseconds since the epoch */
  day({ date, agenda, planned, builds, service }: DaySources, now: number): WrittenDay {
    const isOffered = isHadOn(service, planned ?? agenda);
    const key = `${agenda.agendaId} ${date}${isOffered ? '' : ' in vain'}`;
    const from = `${builds} ${agenda.revision} ${planned?.at ?? ''}`;
    const kept = this.#kept.get(key);
    if (kept?.from === from && kept.since <= now && now < kept.until) return kept;
    const told = availableDay(date, agenda, planned, now, isOffered);
    const written = {
      ...{ json: write(told), slots: told.slots.length, free: told.slots.filter(({ free }) => free > 0).length },
      ...{ from, since: now, until: toldUntil(planned, now) },
    };
    this.#written += 1;
    this.#kept.keep(key, written);
    return written;
  }
}
