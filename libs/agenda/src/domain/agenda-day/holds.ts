import { deriveId, DomainError, refuseAbandoned, toTimestamp } from '#kernel';
import { MINUTE_MS } from '#italy';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import { refuseMode, refuseOtherTimes, refuseWrongTime } from './booking-rules.ts';
import type { AgendaDayContext, ExpireHold, HoldSlot, ReleaseHold } from './day-commands.ts';
import type { AgendaDayState, Hold } from './day-state.ts';
import { reofferAt } from './derived.ts';
import { refuseFull, wantedSlots } from './places.ts';
import { placeOf, planOf } from './taken.ts';

/**
 * Decides {@link HoldSlot}: all slots in one step.
 * @throws DomainError SLOT_FULL | SLOT_CHANGED | COMMAND_ABANDONED (conflict), SLOT_UNKNOWN | SLOTS_NOT_CONSECUTIVE |
 *   SLOT_IN_THE_PAST | NOTICE_TOO_SHORT | BEYOND_HORIZON | MODE_NOT_OFFERED | MODE_NOT_ALLOWED_ON_CHANNEL |
 *   STRONG_IDENTITY_REQUIRED
 */
export function holdSlot(command: HoldSlot, state: AgendaDayState, context: AgendaDayContext): AgendaDayEvent[] {
  const { now, commandId } = context;
  const { start, units, mode, channel, identity, subject, claimed } = command;
  refuseAbandoned(commandId, state.abandoned);
  const plan = planOf(state, start);
  const wanted = wantedSlots(state, start, units);
  refuseWrongTime(wanted, plan, now);
  refuseMode(mode, plan, channel, identity);
  refuseOtherTimes(wanted, claimed);
  refuseFull(wanted, now);
  return [
    {
      type: 'SlotHeld',
      data: {
        agendaId: plan.agendaId,
        date: plan.date,
        start,
        startsAt: wanted.startsAt,
        endsAt: wanted.endsAt,
        units,
        subject,
        commitmentId: commandId,
        holdId: deriveId('SlotHold', commandId),
        mode,
        channel,
        expiresAt: toTimestamp(now + plan.holdMinutes * MINUTE_MS),
      },
    },
  ];
}

/**
 * Decides {@link ReleaseHold}.
 * @throws DomainError HOLD_UNKNOWN | HOLD_ALREADY_RELEASED | HOLD_ALREADY_EXPIRED | HOLD_ALREADY_BOOKED
 */
export function releaseHold(
  { holdId }: ReleaseHold,
  state: AgendaDayState,
  context: AgendaDayContext,
): AgendaDayEvent[] {
  const hold = openHold(state, holdId);
  return [
    {
      type: 'SlotHoldReleased',
      data: { ...placeOf(state, hold), holdId, reason: 'GIVEN_UP', reofferAt: freedUntil(context) },
    },
  ];
}

/**
 * Decides {@link ExpireHold}.
 * @throws DomainError HOLD_NOT_EXPIRED, and as {@link releaseHold}
 */
export function expireHold({ holdId }: ExpireHold, state: AgendaDayState, context: AgendaDayContext): AgendaDayEvent[] {
  const hold = openHold(state, holdId);
  if (hold.expiresAt > context.now) {
    throw new DomainError('HOLD_NOT_EXPIRED', { holdId, expiresAt: toTimestamp(hold.expiresAt) }, 'not-yet');
  }
  return [{ type: 'SlotHoldExpired', data: { ...placeOf(state, hold), holdId, reofferAt: freedUntil(context) } }];
}

/** A hold that the day knows, whatever became of it. */
export function knownHold(state: AgendaDayState, holdId: string): Hold {
  const hold = state.holds.get(holdId);
  if (!hold) throw new DomainError('HOLD_UNKNOWN', { holdId }, 'not-found');
  return hold;
}

function openHold(state: AgendaDayState, holdId: string): Hold {
  const hold = knownHold(state, holdId);
  if (hold.status !== 'HELD') throw new DomainError(`HOLD_ALREADY_${hold.status}`, { holdId }, 'already-so');
  return hold;
}

function freedUntil({ commandId, now, reoffer }: AgendaDayContext): string {
  return reofferAt(commandId, now, reoffer);
}
