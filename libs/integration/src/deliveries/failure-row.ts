/** What is remembered of the attempts that have failed since one was delivered. */
export interface StoredFailureRow {
  /** How many. */
  readonly failures: number;
  /** The things whose events they were, and how often each has failed. */
  readonly failing: readonly (readonly [thing: string, times: number])[];
  /** How often their receiver was left alone. */
  readonly rests: number;
  /** Milliseconds since the epoch, until when nothing is tried; 0 when that is not so. */
  readonly restsUntil: number;
}

/** Failures of so many things in a row are the receiver's, not those of single events: it is left alone for a while. */
const THINGS_OF_RECEIVER = 3;

export const NO_FAILURES: StoredFailureRow = { failures: 0, failing: [], rests: 0, restsUntil: 0 };

/** The attempts in a row that have failed, and what they say of the receiver: one event that it refuses says nothing. */
export class FailureRow {
  readonly #failing: Map<string, number>;
  #failures: number;
  #rests: number;
  #restsUntil: number;

  constructor({ failures, failing, rests, restsUntil }: StoredFailureRow = NO_FAILURES) {
    this.#failures = failures;
    this.#failing = new Map(failing);
    this.#rests = rests;
    this.#restsUntil = restsUntil;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Whether the receiver seems to be away, so that it is tried with one event at a time. */
  get isResting(): boolean {
    return this.#failing.size >= THINGS_OF_RECEIVER;
  }

  /** Milliseconds since the epoch; 0 when events are tried as they come. */
  get restsUntil(): number {
    return this.#restsUntil;
  }

  /**
   * One more.
   * @param takenAt when the attempt began, in milliseconds since the epoch
   * @param again when to try again after so many failures; undefined when all pauses are used up
   */
  failed(
    thing: string,
    takenAt: number,
    again: (failures: number) => number | undefined,
  ): 'goes on' | 'pauses used up' {
    // Those that were out when its rest began say nothing new of its receiver, however many they are.
    if (takenAt < this.#restsUntil) return 'goes on';
    this.#failures += 1;
    this.#failing.set(thing, (this.#failing.get(thing) ?? 0) + 1);
    if (!this.isResting) return 'goes on';
    this.#rests += 1;
    const until = again(this.#rests);
    if (until === undefined) return 'pauses used up';
    this.#restsUntil = until;
    return 'goes on';
  }

  /**
   * Whether nothing at all was delivered while an event of a thing was tried again and again: then it says nothing of that
   * event alone, however little there was to deliver.
   * @param failures how often it has failed
   */
  isAllThatWas(thing: string, failures: number): boolean {
    // The first of them may have been before its owner wished that everything be tried again.
    return (this.#failing.get(thing) ?? 0) >= failures - 1;
  }

  get state(): StoredFailureRow {
    const [failures, rests, restsUntil] = [this.#failures, this.#rests, this.#restsUntil];
    return { failures, failing: [...this.#failing], rests, restsUntil };
  }
}
