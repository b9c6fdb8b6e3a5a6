/** A fact, as an aggregate decides it: its type, its payload and, where law gives one, the time it takes effect. */
export interface DomainEvent<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
  /** Legal time (RFC 3339), when it differs from the time of recording. */
  readonly effectiveAt?: string;
}
