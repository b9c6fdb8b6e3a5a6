import type { EventStore, ProcessInstance, WorkStore } from '#kernel/ports';
import type { PublishedType } from '#use-cases';
import { BookKeeper, type EventForBooks } from '../books/book-keeper.ts';
import type { Found, PublishedLog, Standing } from '../feed/published-log.ts';
import {
  erasureAmong,
  everywhereAmong,
  isForUs,
  keyAt,
  namingPersonsAmong,
  positionOf,
  SUBSCRIPTION_CHANGE,
} from '../read-models/published-events.ts';
import { Rounds } from '../work/rounds.ts';
import { NumberingRules } from './numbering-rules.ts';
import { BOOKS, subscriptionBooks } from './subscription-books.ts';

interface NumberingParts {
  readonly log: Pick<EventStore, 'logId'>;
  readonly published: PublishedLog;
  readonly work: WorkStore;
  readonly types: readonly PublishedType[];
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
}

/** How often it is looked whether there is more, in milliseconds. */
const LOOK_EVERY_MS = 100;
/** Events of one step of the store. */
const AT_ONCE = 500;

/**
 * Gives the events of every subscription their numbers, as they are published. One process does it at a time, under a
 * lease; whoever comes after it goes on where the books end.
 */
export class Numbering {
  readonly #parts: NumberingParts;
  readonly #rounds: Rounds;
  readonly #types: readonly string[];
  readonly #erasure: string | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: NumberingParts) {
    this.#parts = parts;
    this.#rounds = new Rounds(parts.onError);
    this.#types = parts.types.map(({ name }) => name);
    this.#erasure = erasureAmong(parts.types);
  }

  /**
   * Takes the books over and goes on with them.
   * @throws SystemError LEASE_LOST | LOG_REPLACED
   */
  async start(): Promise<void> {
    const { log, work, epoch } = this.#parts;
    const logId = await log.logId();
    const keeper = await BookKeeper.takeOver({
      ...subscriptionBooks(work, logId),
      logId,
      ...(epoch === undefined ? {} : { epoch }),
    });
    const everywhere = everywhereAmong(this.#parts.types);
    const always = this.#erasure === undefined ? everywhere : [this.#erasure, ...everywhere];
    const namingPersons = namingPersonsAmong(this.#parts.types);
    const rules = await NumberingRules.load(
      { work, process: BOOKS, types: this.#types, always, namingPersons },
      keeper.through,
    );
    await keeper.clear(rules.subscriptions);
    this.#loop = this.#rounds.repeat(() => this.#follow(keeper, rules), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#rounds.stop();
    await this.#loop;
  }

  async ended(): Promise<void> {
    await this.#loop;
  }

  /** Why it cannot go on. */
  get failure(): Error | undefined {
    return this.#rounds.failure;
  }

  /** Numbers all that there is now. */
  async #follow(keeper: BookKeeper, rules: NumberingRules): Promise<void> {
    const { signal } = this.#rounds;
    let isMore = true;
    while (isMore && !signal.aborted) isMore = await this.#step(keeper, rules);
  }

  /** @returns false when there was nothing to look at */
  async #step(keeper: BookKeeper, rules: NumberingRules): Promise<boolean> {
    const { published } = this.#parts;
    const standing = await published.standing();
    const place = keyAt(keeper.through);
    if (standing.through <= place) return false;
    const events: EventForBooks[] = [];
    let beside: readonly ProcessInstance[] = [];
    let through: string | undefined;
    let seen = 0;
    for await (const found of published.after(place, standing, {
      stretches: rules.stretches,
      wanted: AT_ONCE,
    })) {
      const { key, document } = found;
      const position = positionOf(key);
      beside = rules.change(found, position);
      if (document.type === SUBSCRIPTION_CHANGE) await keeper.clear([document.thing]);
      const books = await this.#concerned(rules, found, standing);
      if (books.length > 0) events.push({ position, type: document.type, thing: document.thing, books });
      seen += 1;
      // What changes the rules changes where is looked for what comes after it.
      if (beside.length > 0 || seen === AT_ONCE) {
        through = key;
        break;
      }
    }
    const passed = positionOf(through ?? standing.through);
    // While there are none, nothing is written of what goes by.
    if (rules.subscriptions.length === 0 && beside.length === 0) keeper.passed(passed);
    else await keeper.write(events, passed, beside);
    if (beside.length > 0) rules.passed(keeper.through);
    return true;
  }

  /** Of an erasure, all subscriptions whose integration could have read of the person, in them or in any other way. */
  async #concerned(rules: NumberingRules, { key, document }: Found, standing: Standing): Promise<readonly string[]> {
    if (isForUs(document)) return [];
    const { person } = document;
    const by = positionOf(key);
    if (document.type !== this.#erasure || person === null) return rules.concerned(document, by);
    const concerned = new Set<string>();
    const unknowing = new Set(rules.tellingOfErasures(by));
    await this.#parts.published.someAbout(standing, person, (earlier) => {
      if (earlier.key >= key || earlier.document.type === this.#erasure) return false;
      for (const id of unknowing) {
        if (!rules.couldHaveRead(id, earlier.document, { of: positionOf(earlier.key), by })) continue;
        unknowing.delete(id);
        concerned.add(id);
      }
      return unknowing.size === 0;
    });
    return [...concerned];
  }
}
