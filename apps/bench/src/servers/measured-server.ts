/** A server that both sides of a comparison speak to. */
export interface MeasuredServer {
  /** For the report: a ratio on a server for tests says less than one on the server of production. */
  readonly name: string;
  readonly url: string;
  /** Ends what was started for the benchmark; a server that was given stays. */
  close(): Promise<void>;
}
