import type { EventStore, LogBatch } from './ports/event-store.ts';
import { isAfter, type Position } from './position.ts';

/** Most batches of one look: whoever asks how things stand is not to wait for the whole log. */
const BATCHES_OF_A_LOOK = 4;

/**
 * Whether a follower gets what the log holds. One that says how far it has come, and was handed nothing on the way, is
 * compared with a read of the same stretch; once it was handed an event there is nothing more to look for.
 */
export class Hearing {
  #through: Position;
  #looked: Position;
  #hasHeard = false;
  #missed: Position | undefined;

  /** @param after where the follower begins, exclusive */
  constructor(after: Position) {
    this.#through = after;
    this.#looked = after;
  }

  /** To be told of each batch that the follower is done with. */
  handed({ events, through }: LogBatch): void {
    if (events.length > 0) this.#hasHeard = true;
    this.#through = through;
  }

  /**
   * Looks some way further in the log.
   * @returns the position of an event that the follower has come past, and was not handed
   * @throws SystemError STORE_UNAVAILABLE
   */
  async missed(log: EventStore): Promise<Position | undefined> {
    const until = this.#through;
    if (this.#missed !== undefined || this.#hasHeard || !isAfter(until, this.#looked)) return this.#missed;
    let left = BATCHES_OF_A_LOOK;
    for await (const { events, through } of log.readLog({ after: this.#looked, until })) {
      this.#missed ??= events[0]?.position;
      if (isAfter(through, this.#looked)) this.#looked = through;
      left -= 1;
      if (left === 0 || this.#missed !== undefined) break;
    }
    return this.#missed;
  }
}

/** What is wrong with where a follower stands. */
export interface Misplacement {
  readonly position: Position;
  /** Of the log, looked up after the position. */
  readonly head: Position;
  readonly missed: Position | undefined;
}

/** Why a follower cannot be believed, and what to do; undefined when nothing speaks against it. */
export function misplacement({ position, head, missed }: Misplacement): string | undefined {
  if (isAfter(position, head)) {
    return `it has read up to ${position}, past the end of the log at ${head}, and will pass over what comes: run accept-restore, and start again`;
  }
  if (missed !== undefined) {
    return `it has read up to ${position}, and was handed nothing, not even the event at ${missed}: look at the server of the log, run accept-restore, and start again`;
  }
  return undefined;
}
