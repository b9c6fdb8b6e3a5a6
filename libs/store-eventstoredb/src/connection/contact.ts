import { messageOf, toTimestamp } from '#kernel/domain';

/** Whether the server answers, as the calls of this process find it. */
export class Contact {
  readonly #now: () => number;
  readonly #changed: () => void;
  #answersSince: number | undefined;
  #failsSince: number | undefined;
  #lastAnswer: number | undefined;
  #error = '';
  #isGivenUp = false;

  /** @param changed called when the server begins or ceases to answer */
  constructor(now: () => number, changed: () => void) {
    this.#now = now;
    this.#changed = changed;
  }

  get answers(): boolean {
    return this.#answersSince !== undefined;
  }

  /** Since when it answers, or does not. */
  get since(): string {
    return toTimestamp(this.#answersSince ?? this.#failsSince ?? this.#now());
  }

  get lastAnswer(): string | undefined {
    return this.#lastAnswer === undefined ? undefined : toTimestamp(this.#lastAnswer);
  }

  /** What went wrong last, while it does not answer. */
  get error(): string | undefined {
    return this.answers ? undefined : this.#error;
  }

  /** True when a call was repeated in vain for as long as it may, and none was answered since. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  gaveUp(): void {
    this.#isGivenUp = true;
  }

  answered(): void {
    this.#isGivenUp = false;
    this.#lastAnswer = this.#now();
    if (this.#answersSince !== undefined) return;
    this.#answersSince = this.#lastAnswer;
    this.#changed();
  }

  failed(error: unknown): void {
    this.#error = messageOf(error);
    if (this.#failsSince !== undefined && this.#answersSince === undefined) return;
    this.#failsSince = this.#now();
    this.#answersSince = undefined;
    this.#changed();
  }
}
