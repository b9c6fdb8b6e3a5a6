import { earliest, isAfter, isSystemError, SystemError, type Projection } from '#kernel/domain';
import type { BuildId, DocumentQuery, EventStore, ReadModelStore } from '#kernel/ports';
import { PERSON_FIELDS } from '#use-cases';
import { keyAt, type PublishedDocument } from '../read-models/published-events.ts';
import { publishedText, publishedTextOf, type PublishedText } from '../read-models/published-text.ts';
import { tagOf } from './event-id.ts';
import type { Stretch } from './reach.ts';

/** A published event, and its place. */
export interface Found extends PublishedText {
  readonly key: string;
}

/** How far what is published may be read now: nothing that comes later will lie before. */
export interface Standing {
  readonly build: BuildId;
  /** The mark of the log, which its ids bear. */
  readonly tag: string;
  /** The last place that may be read, whether or not an event is there. */
  readonly through: string;
  /** Up to where all is there that could be made: further than `through` where something could not. */
  readonly seen: string;
  /** An event before the end could not be made, so nothing after it is told: that would be a gap which nobody sees. */
  readonly isHeldBack: boolean;
}

interface LogParts {
  readonly log: Pick<EventStore, 'head'>;
  readonly store: ReadModelStore;
  readonly projection: Projection<PublishedDocument>;
}

/** What is looked for, and how. */
export interface Looking {
  /** Where: each is a range of an index. */
  readonly stretches: readonly Stretch[];
  /** How many are wanted at the most, which bounds what is read at once. */
  readonly wanted: number;
}

/** Most documents of one look-up. */
const MOST_AT_ONCE = 500;
/** Fewest of one look-up where there are several. */
const FEWEST_AT_ONCE = 8;

/**
 * What is published, in the order of the log. Documents become visible before the checkpoint of their build, in no order, and
 * where one could not be made those after it are there all the same: so reading is bounded by the checkpoint, and by the first
 * that is missing.
 */
export class PublishedLog {
  readonly #parts: LogParts;

  constructor(parts: LogParts) {
    this.#parts = parts;
  }

  /**
   * How far may be read now.
   * @throws SystemError PROJECTION_NOT_READY while the read model is built for the first time
   */
  async standing(): Promise<Standing> {
    const { store, projection } = this.#parts;
    for (;;) {
      const build = await store.pointer(projection.name, projection.version);
      if (build === undefined) throw notReady(projection);
      try {
        // The checkpoint first: what is parked together with it, or after it, is then seen.
        const checkpoint = await store.checkpoint(build);
        if (!checkpoint) throw notReady(projection);
        const { position, logId, incompleteSince } = checkpoint;
        const missing = (await store.parked(build)).map((parked) => parked.position);
        if (incompleteSince !== undefined) missing.push(incompleteSince);
        const [first, ...others] = missing;
        const held = first === undefined ? undefined : earliest(first, ...others);
        const isHeldBack = held !== undefined && !isAfter(held, position);
        const seen = keyAt(position);
        const through = isHeldBack ? keyAt((BigInt(held) - 1n).toString()) : seen;
        return { build, tag: tagOf(logId), through, seen, isHeldBack };
      } catch (error) {
        if (!isSystemError(error, 'PROJECTION_UNKNOWN')) throw error;
      }
    }
  }

  /** Whether the log itself ends before a place, which then is of another log, or of this one before it was restored. */
  async endsBefore(key: string): Promise<boolean> {
    return keyAt(await this.#parts.log.head()) < key;
  }

  /**
   * The events after a place, up to where may be read, in order, each once. What is read follows what is there.
   */
  async *after(place: string, standing: Standing, looking: Looking): AsyncGenerator<Found> {
    for await (const found of this.batchesAfter(place, standing, looking)) yield* found;
  }

  /** The same, as many at once as are at hand: who reads much does not wait for each. */
  async *batchesAfter(
    place: string,
    { build, through }: Standing,
    { stretches, wanted }: Looking,
  ): AsyncGenerator<readonly Found[]> {
    const each = Math.ceil(wanted / Math.max(1, stretches.length));
    const limit = Math.min(MOST_AT_ONCE, Math.max(FEWEST_AT_ONCE, each));
    const sources = stretches.map((where) => new Source(limit, (after) => this.#find(build, { where, after, limit })));
    let last = place;
    for (;;) {
      await Promise.all(sources.map((source) => source.fill(last)));
      const atHand: Found[] = [];
      do {
        const next = leastOf(sources);
        if (!next || next.key > through) {
          yield atHand;
          return;
        }
        for (const source of sources) source.pass(next.key);
        last = next.key;
        atHand.push(next);
      } while (!sources.some(({ isPassed }) => isPassed));
      yield atHand;
    }
  }

  /** The events at these places, as far as there are any. */
  async at(keys: readonly string[], { build }: Standing): Promise<ReadonlyMap<string, Found>> {
    const stored = await this.#parts.store.load(build, keys);
    const found = new Map<string, Found>();
    for (const { key, document } of stored.values()) {
      if (document !== undefined) found.set(key, { key, ...publishedTextOf(document as PublishedDocument) });
    }
    return found;
  }

  /**
   * Refuses to call an end what is none.
   * @throws SystemError EVENTS_HELD_BACK
   */
  refuseHeldBack({ isHeldBack }: Standing): void {
    if (!isHeldBack) return;
    const { name: projection } = this.#parts.projection;
    throw new SystemError(
      'EVENTS_HELD_BACK',
      `an event could not be made into what is published, and nothing after it is told; an operator has to repair ${projection}`,
      { projection },
    );
  }

  /** Whether one of the published events about a person is such a one. */
  async someAbout({ build }: Standing, person: string, isOne: (found: Found) => boolean): Promise<boolean> {
    for (const field of PERSON_FIELDS) {
      let after = '';
      for (;;) {
        const found = await this.#find(build, { where: { [field]: person }, after, limit: MOST_AT_ONCE });
        if (found.some(isOne)) return true;
        const last = found.at(-1);
        if (!last || found.length < MOST_AT_ONCE) break;
        after = last.key;
      }
    }
    return false;
  }

  async #find(
    build: BuildId,
    { where, after, limit }: { where: NonNullable<DocumentQuery['where']>; after: string; limit: number },
  ): Promise<readonly Found[]> {
    const found = await this.#parts.store.findTexts(build, { where, limit, after: { values: [], key: after } });
    return found.map(({ key, text }) => ({ key, ...publishedText(text) }));
  }
}

/** One stretch of an index, read a piece at a time. */
class Source {
  readonly #limit: number;
  readonly #read: (after: string) => Promise<readonly Found[]>;
  #found: readonly Found[] = [];
  #next = 0;
  #isOver = false;

  constructor(limit: number, read: (after: string) => Promise<readonly Found[]>) {
    this.#limit = limit;
    this.#read = read;
  }

  get head(): Found | undefined {
    return this.#found[this.#next];
  }

  /** Whether all that was read is passed, and there may be more. */
  get isPassed(): boolean {
    return !this.head && !this.#isOver;
  }

  /** Reads on where all that was read is passed. */
  async fill(after: string): Promise<void> {
    if (!this.isPassed) return;
    this.#found = await this.#read(after);
    this.#next = 0;
    this.#isOver = this.#found.length < this.#limit;
  }

  /** Goes on after a place. */
  pass(key: string): void {
    while (this.head && this.head.key <= key) this.#next += 1;
  }
}

/** What comes next of all of them. */
function leastOf(sources: readonly Source[]): Found | undefined {
  let least: Found | undefined;
  for (const { head } of sources) if (head && (!least || head.key < least.key)) least = head;
  return least;
}

function notReady({ name }: Projection<PublishedDocument>): SystemError {
  return new SystemError('PROJECTION_NOT_READY', `${name} is being built; try again shortly`, { projection: name });
}
