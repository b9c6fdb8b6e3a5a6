import { defineRefusals, toTimestamp } from '#kernel/domain';
import type { Mode } from '../vocabulary.ts';
import { refusePast } from './booking-times.ts';
import type { Hold } from './day-state.ts';
import { holdAlreadyBooked, knownHoldRefusals } from './known-hold.ts';

const refuse = defineRefusals({
  HOLD_EXPIRED: 'The hold expired at {expiresAt}: hold the slot again.',
  HOLD_RELEASED: 'The hold was given up, or went with a change of the plan: hold a slot again.',
  HOLD_MODE_DIFFERS: 'The slot is held for {held}, not for {wanted}: leave the mode out, or hold a slot anew.',
  HOLD_IS_FOR_A_MOVE:
    'The slot is held for an appointment that the person has, to move there: reschedule that, or hold a slot without naming one.',
});

/** What {@link requireUsable} refuses, and the look-up of the hold before. */
export const usableHoldRefusals = [
  ...knownHoldRefusals,
  refuse.HOLD_EXPIRED,
  refuse.HOLD_RELEASED,
  refuse.HOLD_MODE_DIFFERS,
  refuse.HOLD_IS_FOR_A_MOVE,
  holdAlreadyBooked,
];

/**
 * Refuses a hold whose places cannot be taken, or not for this.
 * @param wanted.mode of what shall be made of it; that of the hold when undefined
 * @param wanted.moves id of the appointment that shall move there; undefined for a booking
 * @param wanted.now milliseconds since the epoch
 * @throws DomainError HOLD_EXPIRED | HOLD_RELEASED | HOLD_ALREADY_BOOKED | SLOT_IN_THE_PAST | HOLD_MODE_DIFFERS |
 *   HOLD_IS_FOR_A_MOVE
 */
export function requireUsable(
  { holdId, status, startsAt, expiresAt, mode, instead }: Hold,
  wanted: { readonly mode?: Mode | undefined; readonly moves?: string; readonly now: number },
): void {
  const { now } = wanted;
  if (status === 'EXPIRED' || (status === 'HELD' && expiresAt <= now)) {
    throw refuse.HOLD_EXPIRED({ holdId, expiresAt: toTimestamp(expiresAt) });
  }
  if (status === 'RELEASED') throw refuse.HOLD_RELEASED({ holdId });
  if (status === 'BOOKED') throw holdAlreadyBooked({ holdId });
  refusePast(startsAt, now);
  if (wanted.mode !== undefined && wanted.mode !== mode) {
    throw refuse.HOLD_MODE_DIFFERS({ holdId, held: mode, wanted: wanted.mode });
  }
  if (instead !== undefined && instead !== wanted.moves) throw refuse.HOLD_IS_FOR_A_MOVE({ holdId });
}
