import { DomainError, toTimestamp } from '#kernel';
import { addDays, MINUTE_MS, romeDateOf } from '#italy';
import type { DayPlan } from '../events/agenda-day-events.ts';
import type { Channel, Mode } from '../events/schemas.ts';
import type { WantedSlots } from './places.ts';

/** How sure it is who books: by a digital identity or a document seen, or by what they say. */
export type Identity = 'STRONG' | 'DECLARED';

/**
 * Refuses slots outside the time in which they may be taken.
 * @param now milliseconds since the epoch
 * @throws DomainError SLOT_IN_THE_PAST | NOTICE_TOO_SHORT | BEYOND_HORIZON
 */
export function refuseWrongTime({ first, startsAt }: WantedSlots, plan: DayPlan, now: number): void {
  if (first.startsAt <= now) throw new DomainError('SLOT_IN_THE_PAST', { startsAt, now: toTimestamp(now) });
  const { noticeMinutes, horizonDays, date } = plan;
  const earliest = now + noticeMinutes * MINUTE_MS;
  if (first.startsAt < earliest) {
    throw new DomainError('NOTICE_TOO_SHORT', { startsAt, noticeMinutes, earliest: toTimestamp(earliest) });
  }
  const lastDate = addDays(romeDateOf(now), horizonDays);
  if (date > lastDate) throw new DomainError('BEYOND_HORIZON', { date, lastDate, horizonDays });
}

/**
 * Refuses a mode that the agenda does not offer, or that this channel or identity does not allow.
 * @throws DomainError MODE_NOT_OFFERED | MODE_NOT_ALLOWED_ON_CHANNEL | STRONG_IDENTITY_REQUIRED
 */
export function refuseMode(mode: Mode, plan: DayPlan, channel: Channel, identity: Identity): void {
  if (!plan.modes.includes(mode)) throw new DomainError('MODE_NOT_OFFERED', { mode, offered: plan.modes });
  refuseModeOnChannel(mode, channel, identity);
}

/**
 * Refuses a mode that this channel or identity does not allow: the contact centre books no web meetings (messaggio
 * INPS 701/2021), and a web meeting needs a person who was identified.
 * @throws DomainError MODE_NOT_ALLOWED_ON_CHANNEL | STRONG_IDENTITY_REQUIRED
 */
export function refuseModeOnChannel(mode: Mode, channel: Channel, identity: Identity): void {
  if (mode !== 'WEB_MEETING') return;
  if (channel === 'CONTACT_CENTRE') throw new DomainError('MODE_NOT_ALLOWED_ON_CHANNEL', { mode, channel });
  if (identity !== 'STRONG') throw new DomainError('STRONG_IDENTITY_REQUIRED', { mode });
}

/**
 * Refuses when the person's time was claimed for other instants than these slots now have: the plan changed meanwhile.
 * @throws DomainError SLOT_CHANGED (conflict)
 */
export function refuseOtherTimes(
  { startsAt, endsAt }: WantedSlots,
  claimed: { readonly startsAt: string; readonly endsAt: string },
): void {
  if (claimed.startsAt === startsAt && claimed.endsAt === endsAt) return;
  throw new DomainError('SLOT_CHANGED', { claimed, now: { startsAt, endsAt } }, 'conflict');
}
