/** The right to be the one that works under a name. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** Grows with every change of holder; writers carry it, and stores refuse an older one. */
  readonly epoch: number;
}

/** Leases with an epoch and a heartbeat. Conformance suite: `test/conformance/lease-store.ts`. */
export interface LeaseStore {
  /**
   * Takes the lease if it is free, already the holder's, or its heartbeat has not changed for `ttl` milliseconds of
   * this caller's own monotonic clock (so clocks of machines may differ).
   * @returns the lease, or undefined when another holds it
   */
  acquire(name: string, holder: string, ttl: number): Promise<Lease | undefined>;
  /** Shows life. False when the lease was lost: stop at once. */
  heartbeat(lease: Lease): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Another text after every sign of life of whoever holds the lease; undefined when nobody does. */
  lastSign(name: string): Promise<string | undefined>;
  close(): Promise<void>;
}
