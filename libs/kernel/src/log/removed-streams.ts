import { refuseGaps } from '../commands/loaded-stream.ts';
import { isSystemError } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { StreamName } from '../stream-name.ts';

/** Most streams that are read again in one look: somebody may have removed events of all there are. */
const STREAMS_OF_A_LOOK = 10;

/** Streams of which events were found to be missing, until all of them are found again. */
export class RemovedStreams {
  readonly #log: EventStore;
  readonly #names = new Set<StreamName>();

  constructor(log: EventStore) {
    this.#log = log;
  }

  get names(): readonly StreamName[] {
    return [...this.#names];
  }

  add(stream: StreamName): void {
    this.#names.add(stream);
  }

  /** Whatever was thrown when the stream was used is thrown on. */
  note(stream: StreamName, error: unknown): never {
    if (isSystemError(error, 'STREAM_DELETED')) this.#names.add(stream);
    throw error;
  }

  /** @param check throws STREAM_DELETED when events of the stream are missing */
  noting(stream: StreamName, check: () => void): void {
    try {
      check();
    } catch (error) {
      this.note(stream, error);
    }
  }

  /** All of the stream was read, from its first event on. */
  foundWhole(stream: StreamName): void {
    this.#names.delete(stream);
  }

  /**
   * Looks whether their events are back: those who mended a stream need not wait until somebody uses it.
   * @throws SystemError STORE_UNAVAILABLE
   */
  async lookAgain(): Promise<void> {
    for (const stream of this.names.slice(0, STREAMS_OF_A_LOOK)) {
      // Those that are not whole yet go behind the others.
      this.#names.delete(stream);
      try {
        const events = await this.#log.readStream(stream);
        refuseGaps(stream, events, 0);
        if (events.length === 0) this.#names.add(stream);
      } catch (error) {
        this.#names.add(stream);
        if (!isSystemError(error, 'STREAM_DELETED')) throw error;
      }
    }
  }
}
