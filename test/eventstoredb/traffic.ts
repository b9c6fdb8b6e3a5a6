/** In the place of a stream, where the whole log is read. */
export const ALL = '$all';

/** A call about one stream, or about the log, as the server gets it. */
export interface StreamCall {
  readonly kind: 'read' | 'append';
  /** As the server knows it. */
  readonly stream: string;
  /** The revision that an append is to meet, or what it says in place of one. */
  readonly expected?: number;
}

/** Which streams are read and written to, for whoever watches. */
export class Traffic {
  readonly #watching = new Set<StreamCall[]>();

  note(call: StreamCall): void {
    for (const calls of this.#watching) calls.push(call);
  }

  /**
   * Watches from now on.
   * @returns ends it, and gives the calls in the order in which they came
   */
  watch(): () => readonly StreamCall[] {
    const calls: StreamCall[] = [];
    this.#watching.add(calls);
    return () => {
      this.#watching.delete(calls);
      return calls;
    };
  }
}
