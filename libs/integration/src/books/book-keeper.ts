import { LRUCache } from 'lru-cache';
import { START, SystemError, type Position } from '#kernel/domain';
import type { Checkpoint, ProcessInstance } from '#kernel/ports';
import { hashOfNothing } from './running-hash.ts';
import { lastPage, type BooksOptions } from './books.ts';
import {
  bookIdOf,
  firstOf,
  newSeries,
  hashWithin,
  PAGE_SIZE,
  Pages,
  storedEnd,
  storedPage,
  upTo,
  type BookedEvent,
  type Page,
} from './page.ts';

interface KeeperOptions extends BooksOptions {
  readonly logId: string;
  /** Of the lease under which it writes. */
  readonly epoch?: number;
}

/** An event and the books in which it is to stand. */
export interface EventForBooks extends BookedEvent {
  readonly books: readonly string[];
}

interface OpenPage {
  readonly index: number;
  readonly page: Page;
}

/** Last pages kept in memory: those of books that are written to. */
const OPEN_PAGES = 2_000;

/**
 * Gives numbers: each event, in log order, the next one of every book that it belongs to. Pages, ends and how far the log
 * was looked at are written in one step of the store; after a crash the log is looked at again from there, and every
 * event has the number that it had, or would have had. One writes at a time, under a lease.
 */
export class BookKeeper {
  readonly #options: KeeperOptions;
  readonly #pages: Pages;
  readonly #open = new LRUCache<string, OpenPage>({ max: OPEN_PAGES });
  readonly #series: string;
  #through: Position = START;

  private constructor(options: KeeperOptions, series: string) {
    this.#options = options;
    this.#pages = new Pages(options.work, options.process);
    this.#series = series;
  }

  /**
   * Takes the books over, before anything is read.
   * @throws SystemError LEASE_LOST when a later epoch has them; LOG_REPLACED when they are those of another log
   */
  static async takeOver(options: KeeperOptions): Promise<BookKeeper> {
    const { work, process, epoch, logId } = options;
    if (epoch !== undefined) await work.takeOver([process], epoch);
    const checkpoint = await work.checkpoint(process);
    if (checkpoint && checkpoint.logId !== logId) {
      throw new SystemError('LOG_REPLACED', 'the books of subscriptions were kept over another log', { logId });
    }
    const through = checkpoint?.position ?? START;
    const known = await new Pages(work, process).series();
    const series = known?.id ?? (await begun(options, through));
    const keeper = new BookKeeper(options, series);
    keeper.#through = through;
    return keeper;
  }

  /**
   * Takes away what an earlier keeper began to write to these books and did not finish. To be done for each once, before
   * anything is written to it: what is found in the log now may differ, where this keeper is of a newer version.
   */
  async clear(books: readonly string[]): Promise<void> {
    const unfinished: ProcessInstance[] = [];
    for (const book of books) unfinished.push(...(await this.#unfinished(book)));
    if (unfinished.length > 0) await this.#save(unfinished, this.#through);
  }

  /** Up to where the log has been looked at. */
  get through(): Position {
    return this.#through;
  }

  /**
   * Writes what a stretch of the log brings.
   * @param events in log order, all after {@link through}
   * @param through up to where the log was looked at
   * @param beside what is stored in the same step
   * @throws SystemError LEASE_LOST | STORE_UNAVAILABLE; nothing of it is to be seen, and it may be written again
   */
  async write(
    events: readonly EventForBooks[],
    through: Position,
    beside: readonly ProcessInstance[] = [],
  ): Promise<void> {
    const opened = new Map<string, OpenPage>();
    const changed = new Map<string, ProcessInstance>();
    for (const { books, ...event } of events) {
      for (const book of books) {
        const open = this.#entered(event, opened.get(book) ?? (await this.#last(book)));
        opened.set(book, open);
        for (const instance of asStored(book, open)) changed.set(instance.key, instance);
      }
    }
    await this.#save([...changed.values(), ...beside], through);
    this.#through = through;
    for (const [book, open] of opened) this.#open.set(book, open);
  }

  /** Goes on from a place that nothing was found before, which costs no writing: after a crash it is looked for again. */
  passed(through: Position): void {
    this.#through = through;
  }

  async #save(instances: readonly ProcessInstance[], through: Position): Promise<void> {
    const { work, process, epoch, logId } = this.#options;
    const checkpoint: Checkpoint = { logId, position: through };
    await work.save(process, instances, checkpoint, epoch);
  }

  async #unfinished(book: string): Promise<readonly ProcessInstance[]> {
    const last = await this.#lastPage(book);
    const pages: ProcessInstance[] = [];
    for (let index = last.index; ; index += 1) {
      const found = await this.#pages.page(book, index);
      if (!found) break;
      const finished = upTo(this.#through, found);
      if (finished.events.length < found.events.length) pages.push(storedPage(book, index, finished));
    }
    const number = lastNumber(last);
    const end = await this.#pages.end(book);
    return end && end.number > number ? [...pages, storedEnd(book, { number })] : pages;
  }

  async #last(book: string): Promise<OpenPage> {
    return this.#open.get(book) ?? (await this.#lastPage(book));
  }

  #lastPage(book: string): Promise<OpenPage> {
    const nothing = hashOfNothing(bookIdOf(this.#series, book));
    return lastPage(this.#pages, book, { through: this.#through, nothing });
  }

  #entered(event: BookedEvent, open: OpenPage): OpenPage {
    const { index, page } = open.page.events.length < PAGE_SIZE ? open : this.#following(open);
    return { index, page: { ...page, events: [...page.events, event] } };
  }

  #following({ index, page }: OpenPage): OpenPage {
    const before = hashWithin(page, index, page.events.length, this.#options.idOf);
    return { index: index + 1, page: { before, events: [] } };
  }
}

/** Begins a series, durably, before anything is written under it. */
async function begun({ work, process, epoch, logId }: KeeperOptions, position: Position): Promise<string> {
  const { id, instance } = newSeries();
  await work.save(process, [instance], { logId, position }, epoch);
  return id;
}

function asStored(book: string, { index, page }: OpenPage): readonly ProcessInstance[] {
  return [storedPage(book, index, page), storedEnd(book, { number: lastNumber({ index, page }) })];
}

function lastNumber({ index, page }: OpenPage): number {
  return firstOf(index) + page.events.length - 1;
}
