import { toTimestamp } from '#kernel/domain';
import type { ProcessInstance, WorkStore } from '#kernel/ports';
import type { KeptAttempt } from '#use-cases';
import { stored } from '../work/stored.ts';
import { NO_FAILURES, type StoredFailureRow } from './failure-row.ts';
import type { Delivered } from './lanes.ts';

/** Under which all that deliveries remember is kept. */
export const DELIVERIES = 'deliveries';

/** Attempts of one page. */
const PAGE_SIZE = 64;
const DAY = 86_400_000;
/** How long attempts are kept, in milliseconds. */
const KEPT_FOR = 30 * DAY;

/** What is remembered of the deliveries of one subscription. */
export interface StoredDelivery extends Delivered, StoredFailureRow {
  /** Id of the book whose numbers they are. */
  readonly book: string;
  /** The last wish of its owner that was followed. */
  readonly turn: number;
  /** The first and the last page of attempts. */
  readonly pages: readonly [first: number, last: number];
}

export const NOTHING_DELIVERED: StoredDelivery = {
  ...{ book: '', through: 0, held: [], turn: 0, ...NO_FAILURES },
  pages: [0, 0],
};

type AttemptPage = readonly KeptAttempt[];

export const deliveryKey = (subscriptionId: string): string => `at/${subscriptionId}`;
const pageKey = (subscriptionId: string, page: number): string => `attempts/${subscriptionId}/${page}`;

/** Reads what is remembered of one subscription. */
export async function loadDelivery(work: Pick<WorkStore, 'load'>, subscriptionId: string): Promise<StoredDelivery> {
  const key = deliveryKey(subscriptionId);
  const known = (await work.load(DELIVERIES, [key])).get(key)?.state as Partial<StoredDelivery> | undefined;
  // Versions of before remember less of failures.
  return { ...NOTHING_DELIVERED, ...known };
}

async function loadPage(work: Pick<WorkStore, 'load'>, subscriptionId: string, page: number): Promise<AttemptPage> {
  const key = pageKey(subscriptionId, page);
  return ((await work.load(DELIVERIES, [key])).get(key)?.state as AttemptPage | undefined) ?? [];
}

/** The attempts at the deliveries of one subscription, as its deliverer writes them: in pages, of which the old ones go. */
export class AttemptPages {
  readonly #subscriptionId: string;
  #first: number;
  #last: number;
  #page: AttemptPage;

  private constructor(subscriptionId: string, [first, last]: StoredDelivery['pages'], page: AttemptPage) {
    this.#subscriptionId = subscriptionId;
    this.#first = first;
    this.#last = last;
    this.#page = page;
  }

  static async load(
    work: Pick<WorkStore, 'load'>,
    subscriptionId: string,
    pages: StoredDelivery['pages'],
  ): Promise<AttemptPages> {
    return new AttemptPages(subscriptionId, pages, await loadPage(work, subscriptionId, pages[1]));
  }

  get pages(): StoredDelivery['pages'] {
    return [this.#first, this.#last];
  }

  /** @returns the pages that are to be stored */
  add(attempts: readonly KeptAttempt[]): readonly ProcessInstance[] {
    const changed = new Map<number, AttemptPage>();
    for (const attempt of attempts) {
      if (this.#page.length >= PAGE_SIZE) {
        this.#last += 1;
        this.#page = [];
      }
      this.#page = [...this.#page, attempt];
      changed.set(this.#last, this.#page);
    }
    return [...changed].map(([page, kept]) => stored(pageKey(this.#subscriptionId, page), kept));
  }

  /**
   * Forgets what is older than is kept: whole pages, and of the last one what it has of that.
   * @returns what is to be stored
   */
  async forget(work: Pick<WorkStore, 'load'>, now: number): Promise<readonly ProcessInstance[]> {
    const forgotten: ProcessInstance[] = [];
    let first = this.#first;
    for (; first < this.#last; first += 1) {
      const page = await loadPage(work, this.#subscriptionId, first);
      const last = page.at(-1);
      if (last && last.at >= oldest(now)) break;
      forgotten.push(stored(pageKey(this.#subscriptionId, first), undefined));
    }
    // Only now: where a page could not be read, those before it are looked at again.
    this.#first = first;
    const kept = this.#page.filter(({ at }) => at >= oldest(now));
    if (kept.length === this.#page.length) return forgotten;
    this.#page = kept;
    return [...forgotten, stored(pageKey(this.#subscriptionId, this.#last), kept)];
  }
}

const oldest = (now: number): string => toTimestamp(now - KEPT_FOR);

/**
 * Attempts of the last 30 days, the newest first.
 * @param asked.before where the page before ended; from the newest when undefined
 * @returns where the next page goes on; undefined at the end
 */
export async function listAttempts(
  work: Pick<WorkStore, 'load'>,
  subscriptionId: string,
  { before, limit, now }: { readonly before: number | undefined; readonly limit: number; readonly now: number },
): Promise<{ readonly attempts: readonly KeptAttempt[]; readonly next: number | undefined }> {
  const [first, last] = (await loadDelivery(work, subscriptionId)).pages;
  const attempts: KeptAttempt[] = [];
  let place = Math.min(before ?? Infinity, (last + 1) * PAGE_SIZE);
  for (let page = Math.floor((place - 1) / PAGE_SIZE); page >= first && attempts.length < limit; page -= 1) {
    const kept = await loadPage(work, subscriptionId, page);
    for (let at = Math.min(kept.length, place - page * PAGE_SIZE) - 1; at >= 0 && attempts.length < limit; at -= 1) {
      const attempt = kept[at];
      if (!attempt || attempt.at < oldest(now)) return { attempts, next: undefined };
      attempts.push(attempt);
      place = page * PAGE_SIZE + at;
    }
  }
  return { attempts, next: attempts.length < limit || place <= first * PAGE_SIZE ? undefined : place };
}
