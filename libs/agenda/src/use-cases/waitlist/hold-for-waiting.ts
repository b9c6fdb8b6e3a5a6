import { Equals, IsOptional, IsUUID } from 'class-validator';
import { commitmentOf } from '#privacy';
import { defineCommandOn, IsInstant, IsOneOf, IsRealDate, setting } from '#use-cases';
import { agendaSettings } from '../../agenda-settings.ts';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { offeredSlots, placeNotOffered } from '../../domain/agenda-day/offered-slots.ts';
import { offerEnd, type OfferTimes } from '../../domain/agenda-day/offer-end.ts';
import { whichDay } from '../../domain/agenda-day/taken.ts';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import { refuseUnfit } from '../../domain/commitments/commitment-limits.ts';
import { CHANNELS, MODES, type Channel, type Mode } from '../../domain/vocabulary.ts';
import { IsServiceId, IsUnits } from '../fields.ts';
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

  /** Id that the hold shall have. */
  @IsUUID()
  readonly holdId!: string;

  /** Id of the entry of the waiting list. */
  @IsUUID()
  readonly entryId!: string;

  /** Id of the person who waits. */
  @IsUUID()
  readonly subject!: string;

  @IsOneOf(MODES, 'AppointmentMode')
  readonly mode!: Mode;

  /** What the person comes for; unknown of who joined before that was asked. */
  @IsOptional()
  @IsServiceId()
  readonly serviceId?: string;

  /** Through which the person came to the list. */
  @IsOneOf(CHANNELS, 'BookingChannel')
  readonly channel!: Channel;

  /** Id of the displaced appointment that shall move there, if it is for one. */
  @IsOptional()
  @IsUUID()
  readonly appointmentId?: string;

  /** Its day, yyyy-mm-dd, in Rome. */
  @IsOptional()
  @IsRealDate()
  readonly appointmentDate?: string;
}

const offerTimes = setting(
  agendaSettings,
  ({ offerMinutes: minutes, offerFromHour: fromHour, offerUntilHour: untilHour }): OfferTimes => ({
    ...{ minutes, fromHour, untilHour },
  }),
);

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
  needs: { limits: commitmentLimits, times: offerTimes },
  refuses: [placeNotOffered],
  claims: (wanted, day, { now, limits, times }) => {
    const slots = offeredSlots({ ...wanted, internal: wanted.internal ?? false }, day, now);
    if (day.status === 'ABSENT' || !slots) return [];
    const { serviceLine, region, province, unit } = day.plan;
    const { startsAt, endsAt } = slots;
    const heldUntil = offerEnd(startsAt, now, times);
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
  decide: (wanted, day, { now, commandId, times }): AgendaDayEvent[] => {
    const { entryId, holdId, subject, mode, channel, units, reofferAt, internal } = wanted;
    const slots = offeredSlots({ ...wanted, internal: wanted.internal ?? false }, day, now);
    if (day.status === 'ABSENT' || !slots || day.holds.has(holdId)) throw placeNotOffered({ entryId });
    const { startsAt, endsAt, first } = slots;
    const where = { ...whichDay(day.plan), start: first.start, startsAt, endsAt, units };
    const place = { ...where, ...(internal ? { internal } : {}), subject, commitmentId: commandId };
    const offer = { offer: true as const, waitlistEntryId: entryId, ...(reofferAt === undefined ? {} : { reofferAt }) };
    const { agendaId, appointmentId, appointmentDate: on } = wanted;
    const instead =
      appointmentId === undefined || on === undefined ? {} : { instead: { agendaId, date: on, appointmentId } };
    const expiresAt = offerEnd(startsAt, now, times);
    return [{ type: 'SlotHeld', data: { ...place, holdId, mode, channel, expiresAt, ...offer, ...instead } }];
  },
});
