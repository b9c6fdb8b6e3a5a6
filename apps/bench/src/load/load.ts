/** Requests that a load generator sends, each once, spread over its connections. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly method: 'GET' | 'POST';
  readonly requests: readonly LoadRequest[];
  /** Requests a second over all connections; as fast as they are answered when absent. */
  readonly rate?: number;
}

export interface LoadRequest {
  /** Where it is another than that of the load. */
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back. Latencies in milliseconds. */
export interface LoadResult {
  readonly seconds: number;
  readonly answers: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of the requests alone that have another method than the load, where there are any. */
  readonly others?: { readonly p50: number; readonly p99: number };
  /** Answers other than 2xx, errors and time-outs. */
  readonly failures: number;
  /** The first of them, in words: what was answered, or why nothing was. */
  readonly firstFailure?: string;
}

/** What a load generator is told: the load that comes next, or to send it. */
export type LoadOrder = Load | 'send';
