import { Equals, IsOptional, IsUUID } from 'class-validator';
import { deriveId, toTimestamp } from '#kernel/domain';
import { MINUTE_MS } from '#italy';
import { commitmentOf } from '#privacy';
import { defineCommandOn, IsInstant, IsOneOf, setting } from '#use-cases';
import { agendaSettings } from '../../agenda-settings.ts';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { offeredSlots, placeNotOffered } from '../../domain/agenda-day/offered-slots.ts';
import { whichDay } from '../../domain/agenda-day/taken.ts';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import { refuseUnfit } from '../../domain/commitments/commitment-limits.ts';
import { CHANNELS, MODES, type Channel, type Mode } from '../../domain/vocabulary.ts';
import { IsUnits } from '../fields.ts';
import { ANY_DAY, dayId, OnAgendaDay } from '../on-agenda-day.ts';
import { claimOr } from '../policy-claims.ts';
import { commitmentLimits } from '../take-slots.ts';

/** Holds a place for somebody on the waiting list, who may book it until the hold runs out. */
export class HoldForWaiting extends OnAgendaDay {
  /** Of the first slot. */
  @IsInstant()
  readonly startsAt!: string;

  /** Consecutive slots. */
  @IsUnits()
  readonly units!: number;

  /** When the place would be offered to everyone, if it was freed. */
  @IsOptional()
  @IsInstant()
  readonly reofferAt?: string;

  /** True where it is one of those that are kept for staff. */
  @IsOptional()
  @Equals(true)
  readonly internal?: true;

  /** Id of the entry of the waiting list. */
  @IsUUID()
  readonly entryId!: string;

  /** Id of the person who waits. */
  @IsUUID()
  readonly subject!: string;

  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode!: Mode;

  /** Through which the person came to the list. */
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel!: Channel;
}

const offerMinutes = setting(agendaSettings, (chosen) => chosen.offerMinutes);

/** Until when an offer stands that is made now: not beyond the beginning of what is offered. RFC 3339, UTC. */
function offerEnd(startsAt: string, { now, minutes }: { readonly now: number; readonly minutes: number }): string {
  return toTimestamp(Math.min(now + minutes * MINUTE_MS, Date.parse(startsAt)));
}

/**
 * An offer is a hold, with the same claim on the person's time and within the same limits (A9); it may take the freed place
 * before everybody else, and no other that cools. What stands against it is told by the waiting list, which goes on.
 */
export const holdForWaiting = defineCommandOn(agendaDay)({
  input: HoldForWaiting,
  summary: 'Holds a place for somebody on the waiting list.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  needs: { limits: commitmentLimits, minutes: offerMinutes },
  refuses: [placeNotOffered],
  claims: (wanted, day, { now, limits, minutes }) => {
    const slots = offeredSlots({ ...wanted, internal: wanted.internal ?? false }, day, now);
    if (day.status === 'ABSENT' || !slots) return [];
    const { serviceLine, region, province, unit } = day.plan;
    const { startsAt, endsAt } = slots;
    const heldUntil = offerEnd(startsAt, { now, minutes });
    const commitment = { kind: 'HOLD' as const, serviceLine, startsAt, endsAt, heldUntil };
    const claim = commitmentOf(
      wanted.subject,
      { ...commitment, place: { region, province, unit } },
      (one, taken, at) => {
        refuseUnfit(one, taken, { limits, now: at, mayKnow: () => false });
      },
    );
    return [claimOr(claim, () => placeNotOffered({ entryId: wanted.entryId }))];
  },
  decide: (wanted, day, { now, commandId, minutes }): AgendaDayEvent[] => {
    const { entryId, subject, mode, channel, units, reofferAt, internal } = wanted;
    const slots = offeredSlots({ ...wanted, internal: wanted.internal ?? false }, day, now);
    if (day.status === 'ABSENT' || !slots) throw placeNotOffered({ entryId });
    const { startsAt, endsAt, first } = slots;
    const where = { ...whichDay(day.plan), start: first.start, startsAt, endsAt, units };
    const place = { ...where, ...(internal ? { internal } : {}), subject, commitmentId: commandId };
    const offer = { offer: true as const, waitlistEntryId: entryId, ...(reofferAt === undefined ? {} : { reofferAt }) };
    const expiresAt = offerEnd(startsAt, { now, minutes });
    const holdId = deriveId('SlotHold', commandId);
    return [{ type: 'SlotHeld', data: { ...place, holdId, mode, channel, expiresAt, ...offer } }];
  },
});
