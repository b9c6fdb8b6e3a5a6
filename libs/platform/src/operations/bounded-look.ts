import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { isSystemError, systemClock, toTimestamp, type Clock } from '#kernel/domain';

/** Milliseconds that a look may take: whoever asks for health is to have an answer well within a second. */
const LOOK_MS = 500;

/** What a look brought. */
export interface Seen<T> {
  /** The last answer that there was; undefined before the first. */
  readonly known: T | undefined;
  /** Whether it is the answer to this look. When not, the part was too slow for it, or could not be reached. */
  readonly isRenewed: boolean;
  /** RFC 3339: when the last answer came; undefined before the first. */
  readonly lastAnswer: string | undefined;
}

interface Answer<T> {
  readonly value: T;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Looks at a part that may be slow to answer, or frozen, for no longer than a moment; then what is known stands. A look
 * that is not answered goes on, and those that come meanwhile wait for the same answer: a part that hangs has one
 * question before it, however often it is looked at.
 */
export class BoundedLook<T> {
  readonly #ask: () => Promise<T>;
  readonly #clock: Clock;
  #underWay: Promise<Answer<T> | undefined> | undefined;
  #last: Answer<T> | undefined;

  /** @param ask asks the part; may take as long as it takes */
  constructor(ask: () => Promise<T>, clock: Clock = systemClock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** @throws what the part says, unless it is that a store is unavailable */
  async look(): Promise<Seen<T>> {
    const answer = await inTime((this.#underWay ??= this.#begin()));
    return {
      known: this.#last?.value,
      isRenewed: answer !== undefined,
      lastAnswer: this.#last === undefined ? undefined : toTimestamp(this.#last.at),
    };
  }

  #begin(): Promise<Answer<T> | undefined> {
    const asked = this.#answer().finally(() => {
      this.#underWay = undefined;
    });
    // Nobody may be waiting any more when it fails: the next look asks again.
    asked.catch(() => undefined);
    return asked;
  }

  async #answer(): Promise<Answer<T> | undefined> {
    try {
      return (this.#last = { value: await this.#ask(), at: this.#clock.now() });
    } catch (error) {
      if (isSystemError(error, 'STORE_UNAVAILABLE')) return undefined;
      throw error;
    }
  }
}

/** The answer, or undefined when the moment is over. */
async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([answer, momentOver(done.signal)]);
  } finally {
    done.abort();
  }
}

async function momentOver(done: AbortSignal): Promise<undefined> {
  await sleep(LOOK_MS, undefined, { signal: done }).catch(() => undefined);
  // In a process that was busy for as long, an answer may have come that nobody has read yet.
  await turn();
}
