import { Temporal } from 'temporal-polyfill';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The point in time, in milliseconds since the epoch, that a text names as RFC 3339 writes it: with seconds and an offset,
 * without which it would be another time in each zone.
 * @returns undefined for any other text, also one with a day or an hour that does not exist
 */
export function parseInstant(text: string): number | undefined {
  if (!RFC_3339.test(text)) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    // A day or hour that does not exist.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
