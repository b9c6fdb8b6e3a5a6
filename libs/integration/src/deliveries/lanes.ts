/** An event that is to be delivered, as far as its order counts. */
export interface Ordered {
  readonly number: number;
  /** Events of one thing are delivered one after the other. */
  readonly thing: string;
}

/** Events of one thing that wait, as one of them has failed. */
export interface HeldLane {
  /** In order; the first is tried next. */
  readonly numbers: readonly number[];
  /** How often the first one has failed. */
  readonly failures: number;
  /** Milliseconds since the epoch; null when it is not tried again by itself. */
  readonly nextAt: number | null;
}

/** What of a book is delivered: enough to go on after a crash, whatever was under way then. */
export interface Delivered {
  /** Every number up to it is delivered or skipped, but for those that are held. */
  readonly through: number;
  readonly held: readonly HeldLane[];
}

interface Lane<E extends Ordered> {
  readonly queue: E[];
  isOut: boolean;
  /** Told apart until nothing of it waits: its numbers are not counted into those that are through. */
  isHeld: boolean;
  failures: number;
  nextAt: number | null;
}

/** Events read ahead of what is delivered. */
const MOST_AHEAD = 256;
/** Most events that wait for failed ones: beyond that nothing more is read. */
const MOST_HELD = 2_000;

/**
 * The events of one subscription on their way: those of one thing in order, others beside them, and whatever fails holds up
 * the events of its own thing alone. It knows no clock and sends nothing.
 */
export class Lanes<E extends Ordered> {
  readonly #lanes = new Map<string, Lane<E>>();
  /** Lanes of which the first event may be sent, in the order in which that came to be. */
  readonly #ready = new Set<Lane<E>>();
  /** Numbers that were read, are not delivered and not held, ascending. */
  readonly #open = new Set<number>();
  #read: number;
  #held = 0;

  /**
   * @param delivered as it was stored
   * @param events those of the held lanes; one that is no longer there is passed over
   */
  constructor({ through, held }: Delivered, events: readonly E[]) {
    this.#read = through;
    const byNumber = new Map(events.map((event) => [event.number, event]));
    for (const { numbers, failures, nextAt } of held) {
      const queue = numbers.flatMap((number) => byNumber.get(number) ?? []);
      const [first] = queue;
      if (!first) continue;
      // Of one that was skipped meanwhile, failures say nothing of the one behind it.
      const tried = first.number === numbers[0] ? { failures, nextAt } : { failures: 0, nextAt: null };
      this.#lanes.set(first.thing, { queue, isOut: false, isHeld: true, ...tried });
      this.#held += queue.length;
    }
  }

  /** The last number that was read. */
  get read(): number {
    return this.#read;
  }

  /** Whether more may be read. */
  get takesMore(): boolean {
    return this.#open.size < MOST_AHEAD && this.#held < MOST_HELD;
  }

  /** Events that follow those that were read, without those to be skipped, up to a number. */
  offer(events: readonly E[], through: number): void {
    for (const event of events) {
      const known = this.#lanes.get(event.thing);
      const lane = known ?? { queue: [], isOut: false, isHeld: false, failures: 0, nextAt: null };
      if (!known) {
        this.#lanes.set(event.thing, lane);
        this.#ready.add(lane);
      }
      lane.queue.push(event);
      if (lane.isHeld) this.#held += 1;
      else this.#open.add(event.number);
    }
    this.#read = through;
  }

  /**
   * The next event to be sent; it is out until it is said what became of it.
   * @param now milliseconds since the epoch; infinite to try what has failed before its time
   */
  take(now: number): E | undefined {
    const [ready] = this.#ready;
    const lane = ready ?? this.#due(now);
    if (!lane) return undefined;
    this.#ready.delete(lane);
    lane.isOut = true;
    return lane.queue[0];
  }

  delivered({ thing }: E): void {
    const lane = this.#lanes.get(thing);
    if (!lane) return;
    lane.isOut = false;
    this.#drop(thing, lane);
  }

  /**
   * @param nextAt milliseconds since the epoch; null when it is not tried again by itself
   * @returns how often it has failed now
   */
  failed({ thing }: E, nextAt: (failures: number) => number | null): number {
    const lane = this.#lanes.get(thing);
    if (!lane) return 0;
    lane.isOut = false;
    lane.failures += 1;
    lane.nextAt = nextAt(lane.failures);
    if (!lane.isHeld) {
      lane.isHeld = true;
      for (const { number } of lane.queue) this.#open.delete(number);
      this.#held += lane.queue.length;
    }
    return lane.failures;
  }

  /** Nothing became of it: it was not sent. */
  returned({ thing }: E): void {
    const lane = this.#lanes.get(thing);
    if (!lane) return;
    lane.isOut = false;
    if (lane.failures === 0) this.#ready.add(lane);
  }

  /** Leaves an event out that waits; one that is out now is delivered or comes back. */
  skip(number: number): boolean {
    for (const [thing, lane] of this.#lanes) {
      const at = lane.queue.findIndex((event) => event.number === number);
      if (at < 0) continue;
      if (at === 0 && lane.isOut) return false;
      if (at === 0) this.#drop(thing, lane);
      else {
        lane.queue.splice(at, 1);
        if (lane.isHeld) this.#held -= 1;
        else this.#open.delete(number);
      }
      return true;
    }
    return true;
  }

  /**
   * Lets what failed be tried at once.
   * @param all also what is not tried again by itself; the pauses of everything begin anew
   */
  hurry(now: number, { all }: { readonly all: boolean }): void {
    for (const lane of this.#lanes.values()) {
      if (lane.failures === 0 || (lane.nextAt === null && !all)) continue;
      if (all) lane.failures = 1;
      lane.nextAt = Math.min(lane.nextAt ?? now, now);
    }
  }

  /** What is to be stored: everything that is out counts as not delivered. */
  get state(): Delivered {
    const [first] = this.#open;
    const held = [...this.#lanes.values()]
      .filter(({ isHeld }) => isHeld)
      .map(({ queue, failures, nextAt }) => ({ numbers: queue.map(({ number }) => number), failures, nextAt }));
    return { through: first === undefined ? this.#read : first - 1, held };
  }

  /** The same once more from a number on; what lies before it and is not delivered stays to be. */
  from(number: number): Lanes<E> {
    const { through: done, held } = this.state;
    const through = Math.min(number - 1, done);
    const before = held.map((lane) => ({ ...lane, numbers: lane.numbers.filter((one) => one <= through) }));
    return new Lanes<E>(
      { through, held: before },
      [...this.#lanes.values()].flatMap(({ queue }) => queue),
    );
  }

  /** Takes away the first event, of which nothing more is wanted. */
  #drop(thing: string, lane: Lane<E>): void {
    const event = lane.queue.shift();
    lane.failures = 0;
    lane.nextAt = null;
    if (lane.isHeld) this.#held -= 1;
    else if (event) this.#open.delete(event.number);
    if (lane.queue.length > 0) this.#ready.add(lane);
    else {
      this.#ready.delete(lane);
      this.#lanes.delete(thing);
    }
  }

  #due(now: number): Lane<E> | undefined {
    if (this.#held === 0) return undefined;
    let first: Lane<E> | undefined;
    for (const lane of this.#lanes.values()) {
      const { isOut, isHeld, nextAt, failures } = lane;
      if (isOut || !isHeld || (failures > 0 && (nextAt === null || nextAt > now))) continue;
      if (!first || (nextAt ?? 0) < (first.nextAt ?? 0)) first = lane;
    }
    return first;
  }
}
