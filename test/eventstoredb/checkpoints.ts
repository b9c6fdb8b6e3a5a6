import type { EventFilter } from './event-filter.ts';
import type { EventLog } from './event-log.ts';
import type { LoggedEvent } from './recorded-event.ts';
import type { Release } from './release.ts';

/** Where a subscription says it is. */
export interface Place {
  readonly commit: bigint | number;
  readonly prepare: bigint | number;
}

/** What -1 is on the wire, whose positions have no sign. */
const NOWHERE: Place = { commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n };

/** A filtered subscription to the log, as it begins. */
interface Begun {
  /** Position to begin with, if it was given: 0 for the start of the log. */
  readonly start: number | undefined;
  readonly filter: EventFilter;
}

/** The places that a release of the server announces, right and wrong ones. */
export class Checkpoints {
  readonly #release: Release;
  readonly #log: EventLog;
  readonly #start: number | undefined;
  readonly #isNowhere: boolean;

  constructor(release: Release, log: EventLog, { start, filter }: Begun) {
    this.#release = release;
    this.#log = log;
    this.#start = start;
    const { events } = log;
    const isNew = (): boolean => events.length < filter.window && !events.some((event) => filter.matches(event));
    this.#isNowhere = release === '24.6.0' && start === 0 && isNew();
  }

  /** Before anything is delivered: the place that the subscription begins at. */
  get first(): Place | undefined {
    const start = this.#start;
    return start === undefined || this.#isNowhere ? undefined : { commit: start, prepare: start };
  }

  /** Before it says for the first time that it has caught up: up to 24.10.4, on a log that has nothing for it yet. */
  get beforeCaughtUp(): Place | undefined {
    return this.#isNowhere ? NOWHERE : undefined;
  }

  /**
   * While catching up, at the end of what was read at a time: the place of the event that was scanned last, without its
   * prepare half where that does not match. 25.0.0 says the place of the next event instead, written or not.
   * @param next the event that follows, if there is one
   */
  catchingUp(event: LoggedEvent, next: LoggedEvent | undefined, matches: boolean): Place {
    if (this.#release === '25.0.0') {
      const place = next?.position ?? this.#log.end;
      return { commit: place, prepare: place };
    }
    return { commit: event.position, prepare: matches ? event.position : 0 };
  }
}
