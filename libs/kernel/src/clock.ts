/** Where the time comes from. Injected everywhere, so that a demonstration month or a test can set it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** The RFC 3339 text (UTC, milliseconds) of an instant in milliseconds since the epoch. */
export function toTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
