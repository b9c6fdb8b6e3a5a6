/** Where a receiver listens, all in one process. */
export interface ReceiverUrls {
  /** Answers at once. */
  readonly answering: string;
  /** Answers challenges, and nothing else once it {@link ReceiverOrder dies}. */
  readonly silent: string;
  /** Answers until it dies: then nobody listens there. */
  readonly refusing: string;
}

/**
 * What a receiver is told: to listen, to let the two others die, to forget what has come, or to tell of it once there is so much
 * at the one that answers, or so many milliseconds have gone by.
 */
export type ReceiverOrder = 'listen' | 'die' | 'forget' | { readonly until: number; readonly within: number };

/** What has come to the one that answers. */
export interface Received {
  readonly requests: number;
  /** From the first of them to the last. */
  readonly seconds: number;
  /** Milliseconds from the `time` of each event to its arrival; of bodies without one, none. */
  readonly latencies: readonly number[];
}

export type ReceiverAnswer = ReceiverUrls | Received | null;
