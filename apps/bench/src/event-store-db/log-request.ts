/** What both sides are asked, each in a process of its own: a process has one client. */
export interface LogRequest {
  /**
   * `append` writes small events, many at once, as commands over HTTP do; `append-without-record` is without an idempotency record. `fill`
   * prepares a log, and the others read it from its beginning.
   */
  readonly kind: 'append' | 'append-without-record' | 'fill' | 'read' | 'subscribe';
  readonly url: string;
  /** Goes before the names of streams. */
  readonly prefix: string;
  readonly events: number;
  readonly profiles?: string;
}

export interface LogAnswer {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Milliseconds of each append. */
  readonly latencies: readonly number[];
  /** Most memory that the process has had so far. */
  readonly peakMiB: number;
}

/** Appends under way at once, each to a stream of its own. */
export const CONCURRENCY = 64;
