import { START, SystemError, type Position } from '#kernel/domain';
import type { WorkStore } from '#kernel/ports';
import type { Skipped } from '../domain/delivery.ts';
import {
  bookIdOf,
  firstOf,
  hashWithin,
  pageOf,
  Pages,
  upTo,
  type BookedEvent,
  type Page,
  type Series,
} from './page.ts';
import { hashOfNothing } from './running-hash.ts';

/** An event with the number that it has in one book. */
export interface NumberedEvent extends BookedEvent {
  /** From 1, without a gap. */
  readonly number: number;
}

/** Where a book ends. */
export interface BookStand {
  /** Of the last event; 0 when there is none. */
  readonly number: number;
  /** 64 hexadecimal digits, over everything up to it. */
  readonly hash: string;
  /** Up to where the log has been looked at: no event up to here is missing in the book. */
  readonly through: Position;
}

/** What decides how books read: where they are kept, under which name, and how outsiders call a position. */
export interface BooksOptions {
  readonly work: WorkStore;
  /** Of the checkpoint and of what is stored. */
  readonly process: string;
  readonly idOf: (position: Position) => string;
}

/**
 * Reads books. What lies after the checkpoint counts for nothing: a store without transactions may show parts of what is
 * being written, and what a crash has left is written again.
 */
export class Books {
  readonly #options: BooksOptions;
  readonly #pages: Pages;
  #series: Series | undefined;

  constructor(options: BooksOptions) {
    this.#options = options;
    this.#pages = new Pages(options.work, options.process);
  }

  /** Up to where the log has been looked at for all books. */
  async through(): Promise<Position> {
    return (await this.#options.work.checkpoint(this.#options.process))?.position ?? START;
  }

  /**
   * The id of a book: another once books have begun anew, as they do over a log that was restored.
   * @throws SystemError PROJECTION_NOT_READY before anybody has begun to keep them
   */
  async idOf(book: string): Promise<string> {
    return bookIdOf((await this.#begun()).id, book);
  }

  /**
   * Of what was skipped, the numbers that count in a book as it is now.
   * @throws SystemError as {@link idOf}
   */
  async skippedIn(book: string, skipped: readonly Skipped[]): Promise<readonly number[]> {
    if (skipped.length === 0) return [];
    const series = await this.#begun();
    const id = bookIdOf(series.id, book);
    const isOfNow = (named: string | undefined): boolean => (named === undefined ? !series.isNamed : named === id);
    return skipped.filter((one) => isOfNow(one.book)).map(({ number }) => number);
  }

  async #begun(): Promise<Series> {
    this.#series ??= await this.#pages.series();
    if (this.#series) return this.#series;
    const { process } = this.#options;
    throw new SystemError('PROJECTION_NOT_READY', `${process} are being begun; try again shortly`, { process });
  }

  /** Where a book ends. */
  async stand(book: string): Promise<BookStand> {
    const through = await this.through();
    const nothing = hashOfNothing(await this.idOf(book));
    const last = await lastPage(this.#pages, book, { through, nothing });
    const number = firstOf(last.index) - 1 + last.page.events.length;
    return { number, hash: hashWithin(last.page, last.index, last.page.events.length, this.#options.idOf), through };
  }

  /**
   * The events after a number, in order.
   * @param limit most of them
   */
  async events(book: string, after: number, limit: number): Promise<readonly NumberedEvent[]> {
    const through = await this.through();
    const found: NumberedEvent[] = [];
    for (let index = pageOf(after + 1); found.length < limit; index += 1) {
      const page = await this.#page(book, index, through);
      const numbered = page?.events.map((event, at) => ({ ...event, number: firstOf(index) + at })) ?? [];
      if (numbered.length === 0) break;
      found.push(...numbered.filter(({ number }) => number > after));
    }
    return found.slice(0, limit);
  }

  /** The events that have these numbers, as far as the book reaches them, in the order of their numbers. */
  async numbered(book: string, numbers: readonly number[]): Promise<readonly NumberedEvent[]> {
    const through = await this.through();
    const wanted = Map.groupBy(
      [...numbers].sort((a, b) => a - b),
      pageOf,
    );
    const found: NumberedEvent[] = [];
    for (const [index, ofPage] of wanted) {
      const page = await this.#page(book, index, through);
      for (const number of ofPage) {
        const event = page?.events[number - firstOf(index)];
        if (event) found.push({ ...event, number });
      }
    }
    return found;
  }

  /**
   * Where each of some books ends, or soon will: what was begun to be written counts here, so it may be too high. For many
   * books at once, where only those are looked at that have something new.
   */
  async ends(books: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#pages.ends(books);
  }

  /** The running hash at a number, 0 included; undefined when the book does not reach it. */
  async hashAt(book: string, number: number): Promise<string | undefined> {
    if (number === 0) return hashOfNothing(await this.idOf(book));
    const index = pageOf(number);
    const page = await this.#page(book, index, await this.through());
    const count = number - firstOf(index) + 1;
    if (!page || page.events.length < count) return undefined;
    return hashWithin(page, index, count, this.#options.idOf);
  }

  async #page(book: string, index: number, through: Position): Promise<Page | undefined> {
    const page = await this.#pages.page(book, index);
    return page && upTo(through, page);
  }
}

/**
 * The page on which a book ends at a position; an empty first one when nothing stands in it.
 * @param at.nothing hash of the book before its first event
 */
export async function lastPage(
  pages: Pages,
  book: string,
  { through, nothing }: { readonly through: Position; readonly nothing: string },
): Promise<{ readonly index: number; readonly page: Page }> {
  // The end may have been written before its pages, never after the checkpoint: it is too high or right.
  const end = (await pages.end(book))?.number ?? 0;
  for (let index = pageOf(Math.max(end, 1)); index >= 0; index -= 1) {
    const found = await pages.page(book, index);
    const page = found && upTo(through, found);
    if (page && page.events.length > 0) return { index, page };
  }
  return { index: 0, page: { before: nothing, events: [] } };
}
