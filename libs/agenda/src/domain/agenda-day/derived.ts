import { toTimestamp } from '#kernel/domain';
import { MINUTE_MS } from '#italy';

/** When freed places are offered again: a choice of ours, hence configuration. */
export interface ReofferDelay {
  readonly minMinutes: number;
  readonly maxMinutes: number;
}

/**
 * When the places of an appointment that ends before its time may be taken again: after a random delay, so that nobody
 * can free a place and have an accomplice take it. Those of a hold are free at once; what keeps anybody from holding all
 * that an agenda has is the limit on holds that come to nothing.
 * @param drawn hexadecimal digits that nobody can tell beforehand, the same whenever the command is tried
 * @param now milliseconds since the epoch
 */
export function reofferAt(drawn: string, now: number, { minMinutes, maxMinutes }: ReofferDelay): string {
  const fraction = Number.parseInt(drawn.slice(0, 8), 16) / 2 ** 32;
  return toTimestamp(now + Math.round((minMinutes + fraction * (maxMinutes - minMinutes)) * MINUTE_MS));
}

/**
 * When the places of a hold that comes to nothing may be taken again: at once, but for those of an offer of the waiting list.
 * They were freed by an appointment before, and its end is known beforehand to whom it was made: they cool again.
 * @param now milliseconds since the epoch
 */
export function endOfHoldReofferAt(
  { offer = false }: { readonly offer?: boolean | undefined },
  { now, drawn, reoffer }: { readonly now: number; readonly drawn: string; readonly reoffer: ReofferDelay },
): string {
  return offer ? reofferAt(drawn, now, reoffer) : toTimestamp(now);
}

/** For how many days a displaced appointment is open, where nobody chooses. */
export const USUAL_OPEN_DAYS = 30;

/**
 * Until when an appointment is open that is displaced now; RFC 3339, UTC.
 * @param days of 24 hours
 * @param now milliseconds since the epoch
 */
export function openUntilAfter(days: number, now: number): string {
  return toTimestamp(now + days * 1_440 * MINUTE_MS);
}

/**
 * Until when a hold stands that is made now; RFC 3339, UTC.
 * @param now milliseconds since the epoch
 */
export function holdEnd({ holdMinutes }: { readonly holdMinutes: number }, now: number): string {
  return toTimestamp(now + holdMinutes * MINUTE_MS);
}

/** Letters and digits that are not mistaken for one another, read aloud or in print. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 8;

/**
 * What a person shows at the desk: eight characters, about one in 10^12 alike.
 * @param drawn 32 hexadecimal digits or more: a code that whoever books could choose would soon be that of another
 */
export function bookingCodeOf(drawn: string): string {
  let code = '';
  for (let place = 0; place < CODE_LENGTH; place += 1) {
    const number = Number.parseInt(drawn.slice(place * 4, place * 4 + 4), 16);
    code += ALPHABET.charAt(number % ALPHABET.length);
  }
  return code;
}
