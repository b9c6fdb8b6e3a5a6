import { isForUs, SCOPE_CHANGE } from '../read-models/published-events.ts';
import type { Found, PublishedLog, Standing } from './published-log.ts';
import { marksOf } from './reach.ts';

/** How often it is looked whether there is more, in milliseconds, while somebody waits. */
const LOOK_EVERY_MS = 25;
const AT_ONCE = 500;

/** Somebody who waits for events. */
interface Waiting {
  /** Under which events find them. */
  readonly marks: readonly string[];
  /** Up to where they have read. */
  readonly after: string;
  /** Milliseconds. */
  readonly longest: number;
  readonly signal: AbortSignal;
}

interface TailParts {
  readonly log: PublishedLog;
  /** Name of the type that tells of an erasure. */
  readonly erasure: string | undefined;
  readonly onError: (error: unknown) => void;
}

/** The mark of what an integration may read: it changes like an event. */
export function markOfIntegration(id: string): string {
  return `integration ${id}`;
}

/** The mark of the erasure of a person of whom an event with that mark tells. */
export function markOfErasure(mark: string): string {
  return `erasure ${mark}`;
}

/**
 * The end of what is published, as one process follows it for all who wait: it is looked at once for all of them, and each is
 * called when an event comes that may be for them. Nobody who waits asks anything meanwhile.
 */
export class FeedTail {
  readonly #parts: TailParts;
  readonly #waiting = new Map<string, Set<() => void>>();
  #count = 0;
  /** Up to where it has looked; undefined while nobody waits. */
  #place: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(parts: TailParts) {
    this.#parts = parts;
  }

  /** How many wait. */
  get count(): number {
    return this.#count;
  }

  /** Whether it has ended: nobody waits any more. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Resolves when there may be something to read, when time is over, when nobody waits for the answer, or at the end. */
  async wait({ marks, after, longest, signal }: Waiting): Promise<void> {
    if (this.#isStopped || signal.aborted) return;
    this.#place ??= after;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const call = (): void => resolve(undefined);
    // Where it is further than they have read, what lies between calls nobody any more: they look again soon.
    const timer = setTimeout(call, this.#place > after ? Math.min(longest, LOOK_EVERY_MS) : longest);
    signal.addEventListener('abort', call, { once: true });
    for (const mark of marks) this.#called(mark).add(call);
    this.#count += 1;
    this.#timer ??= setTimeout(() => void this.#look(), LOOK_EVERY_MS);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', call);
    this.#count -= 1;
    for (const mark of marks) this.#leave(mark, call);
  }

  /** Ends all waiting, for good. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const called of this.#waiting.values()) for (const call of called) call();
  }

  #called(mark: string): Set<() => void> {
    const known = this.#waiting.get(mark);
    if (known) return known;
    const called = new Set<() => void>();
    this.#waiting.set(mark, called);
    return called;
  }

  #leave(mark: string, call: () => void): void {
    const called = this.#waiting.get(mark);
    called?.delete(call);
    if (called?.size === 0) this.#waiting.delete(mark);
  }

  async #look(): Promise<void> {
    try {
      await this.#callWhomItConcerns();
    } catch (error) {
      this.#parts.onError(error);
    }
    this.#timer = undefined;
    if (this.#isStopped) return;
    if (this.#count > 0) this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
    // Nothing is remembered of a time at which nobody waited.
    else this.#place = undefined;
  }

  async #callWhomItConcerns(): Promise<void> {
    const { log } = this.#parts;
    const from = this.#place;
    const standing = await log.standing();
    if (from === undefined || standing.through <= from) return;
    for await (const found of log.after(from, standing, { stretches: [{}], wanted: AT_ONCE })) {
      for (const mark of await this.#marksOf(found, standing)) {
        for (const call of this.#waiting.get(mark) ?? []) call();
      }
    }
    this.#place = standing.through;
  }

  /** An erasure concerns those who may read some earlier event about the person. */
  async #marksOf({ document }: Found, standing: Standing): Promise<Iterable<string>> {
    if (document.type === SCOPE_CHANGE) return [markOfIntegration(document.thing)];
    if (isForUs(document)) return [];
    if (document.type !== this.#parts.erasure || document.person === null) return marksOf(document);
    const marks = new Set<string>();
    await this.#parts.log.someAbout(standing, document.person, (earlier) => {
      for (const mark of marksOf(earlier.document)) marks.add(markOfErasure(mark));
      return false;
    });
    return marks;
  }
}
