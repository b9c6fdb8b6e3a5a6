import { randomBytes } from 'node:crypto';
import { isAfter, type Position } from '#kernel/domain';
import type { ProcessInstance, WorkStore } from '#kernel/ports';
import { stored } from '../work/stored.ts';
import { nextHash } from './running-hash.ts';

/** Events of one page: few enough to write again with each of them, many enough to read a book quickly. */
export const PAGE_SIZE = 64;

/** One event in the book of a subscription. */
export interface BookedEvent {
  /** Where it lies in the log. */
  readonly position: Position;
  /** Of the published event. */
  readonly type: string;
  /** The thing that it is about: events of one thing are delivered in order. */
  readonly thing: string;
}

/** Up to {@link PAGE_SIZE} events in a row; the first of page 0 has number 1. */
export interface Page {
  /** The running hash before its first event. */
  readonly before: string;
  readonly events: readonly BookedEvent[];
}

/** The last number of a book, as it was written beside its pages. */
export interface BookEnd {
  readonly number: number;
}

/** The page on which a number stands, from 0. */
export function pageOf(number: number): number {
  return Math.floor((number - 1) / PAGE_SIZE);
}

/** The number of the first event of a page. */
export function firstOf(page: number): number {
  return page * PAGE_SIZE + 1;
}

/** The page without what was written after a position. */
export function upTo(through: Position, page: Page): Page {
  return { ...page, events: page.events.filter(({ position }) => !isAfter(position, through)) };
}

/** The running hash after the first `count` events of a page. */
export function hashWithin(page: Page, index: number, count: number, idOf: (position: Position) => string): string {
  return page.events
    .slice(0, count)
    .reduce(
      (hash, { position, type }, at) => nextHash(hash, { number: firstOf(index) + at, id: idOf(position), type }),
      page.before,
    );
}

/** Which series of books it is: one for as long as they go on, another once they have begun anew. */
export interface Series {
  readonly id: string;
  /** Present where it began when skipped events named their book already: one that names none was of an earlier series. */
  readonly isNamed?: true;
}

const SERIES = 'series';
const SERIES_BYTES = 4;

/** The id of the book of a subscription, the first line of its hash: another once books have begun anew. */
export function bookIdOf(series: string, subscription: string): string {
  return `${subscription}.${series}`;
}

const pageKey = (book: string, page: number): string => `page/${book}/${page}`;
const endKey = (book: string): string => `end/${book}`;

/** Pages and ends of books as a `WorkStore` keeps them, all under one name. */
export class Pages {
  readonly #work: WorkStore;
  readonly #process: string;

  constructor(work: WorkStore, process: string) {
    this.#work = work;
    this.#process = process;
  }

  async page(book: string, page: number): Promise<Page | undefined> {
    return this.#state<Page>(pageKey(book, page));
  }

  async end(book: string): Promise<BookEnd | undefined> {
    return this.#state<BookEnd>(endKey(book));
  }

  /** Ends of several books, in one look. */
  async ends(books: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = await this.#work.load(this.#process, books.map(endKey));
    const ends = books.map(
      (book) => [book, (found.get(endKey(book))?.state as BookEnd | undefined)?.number ?? 0] as const,
    );
    return new Map(ends);
  }

  /** The series; undefined before books were begun. */
  async series(): Promise<Series | undefined> {
    return this.#state<Series>(SERIES);
  }

  async #state<S>(key: string): Promise<S | undefined> {
    const found = await this.#work.load(this.#process, [key]);
    return found.get(key)?.state as S | undefined;
  }
}

/** How a page is stored. */
export function storedPage(book: string, index: number, page: Page): ProcessInstance {
  return stored(pageKey(book, index), page);
}

/** A new series, and how it is stored. */
export function newSeries(): { readonly id: string; readonly instance: ProcessInstance } {
  const id = randomBytes(SERIES_BYTES).toString('hex');
  return { id, instance: stored(SERIES, { id, isNamed: true } satisfies Series) };
}

/** How the end of a book is stored. */
export function storedEnd(book: string, end: BookEnd): ProcessInstance {
  return stored(endKey(book), end);
}
