import { defineRefusal, defineRefusals, toTimestamp, type Absent } from '#kernel/domain';
import type { AgendaDay, Hold } from './day-state.ts';

export const holdUnknown = defineRefusal(
  'HOLD_UNKNOWN',
  'The day has no hold under this id: hold the slot again.',
  'not-found',
);
const refuse = defineRefusals({
  HOLD_ALREADY_RELEASED: [
    'The hold was given up before, or went with a change of the plan: nothing is left to do.',
    'already-so',
  ],
  HOLD_ALREADY_EXPIRED: ['The hold expired at {expiresAt}: nothing is left to do.', 'already-so'],
});
export const holdAlreadyBooked = defineRefusal(
  'HOLD_ALREADY_BOOKED',
  'The hold was booked before: look at the appointment that was made of it, or hold a slot anew.',
  'already-so',
);

export const holdOfAnother = defineRefusal(
  'HOLD_OF_ANOTHER_PERSON',
  'This hold is for another person: hold a slot for whom it shall serve.',
  'forbidden',
);

/** What {@link knownHold} refuses. */
export const knownHoldRefusals = [holdUnknown];
/** What {@link openHold} refuses. */
export const openHoldRefusals = [
  holdUnknown,
  holdAlreadyBooked,
  refuse.HOLD_ALREADY_RELEASED,
  refuse.HOLD_ALREADY_EXPIRED,
];

/**
 * A hold that the day knows, whatever became of it.
 * @throws DomainError HOLD_UNKNOWN (not-found)
 */
export function knownHold(day: AgendaDay | Absent, holdId: string): { readonly day: AgendaDay; readonly hold: Hold } {
  const hold = day.status === 'ABSENT' ? undefined : day.holds.get(holdId);
  if (day.status === 'ABSENT' || !hold) throw holdUnknown({ holdId });
  return { day, hold };
}

/**
 * A hold that stands.
 * @throws DomainError HOLD_UNKNOWN (not-found) | HOLD_ALREADY_RELEASED | HOLD_ALREADY_EXPIRED | HOLD_ALREADY_BOOKED
 *   (already-so)
 */
export function openHold(day: AgendaDay | Absent, holdId: string): { readonly day: AgendaDay; readonly hold: Hold } {
  const known = knownHold(day, holdId);
  const { status, expiresAt } = known.hold;
  switch (status) {
    case 'HELD':
      return known;
    case 'BOOKED':
      throw holdAlreadyBooked({ holdId });
    case 'RELEASED':
      throw refuse.HOLD_ALREADY_RELEASED({ holdId });
    case 'EXPIRED':
      throw refuse.HOLD_ALREADY_EXPIRED({ holdId, expiresAt: toTimestamp(expiresAt) });
  }
}
