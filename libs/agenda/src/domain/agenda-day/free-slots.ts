import type { Absent } from '#kernel/domain';
import type { LocalDate, LocalTime } from '#italy';
import type { Agenda } from '../agenda/agenda-state.ts';
import type { Channel, Mode } from '../vocabulary.ts';
import { isInternal } from './booking-channels.ts';
import { modeRefusals, refuseModeNotOffered } from './booking-modes.ts';
import { refuseFarDay, refusePast, refuseShortNotice, timeRefusals } from './booking-times.ts';
import type { AgendaDay } from './day-state.ts';
import { missingSlotRefusals, refuseMissingSlot } from './missing-slot.ts';
import { placeRefusals, refuseFull, slotsFrom, slotStartingAt, type WantedSlots } from './places.ts';

/** Slots that somebody wants, whoever it is. */
export interface WantedPlace {
  readonly date: LocalDate;
  readonly start: LocalTime;
  /** Consecutive slots; one when absent. */
  readonly units?: number;
  readonly mode: Mode;
  /** Through which channel: some places are kept for those of staff. */
  readonly channel: Channel;
}

/** What {@link freeSlots} may refuse, and with the channel {@link refuseModeOnChannel}. */
export const freeSlotRefusals = [...missingSlotRefusals, ...timeRefusals, ...modeRefusals, ...placeRefusals];

/**
 * The slots that are wanted, if they may be taken now.
 * @param known.agenda of the day, where that has no such slot
 * @param known.now milliseconds since the epoch
 * @throws DomainError any of {@link freeSlotRefusals}
 */
export function freeSlots(
  wanted: WantedPlace,
  day: AgendaDay | Absent,
  known: { readonly agenda: Agenda | Absent | undefined; readonly now: number },
): { readonly day: AgendaDay; readonly slots: WantedSlots } {
  const { start, units = 1, mode, channel } = wanted;
  const { now } = known;
  const first = day.status === 'ABSENT' ? undefined : slotStartingAt(day, start);
  if (day.status === 'ABSENT' || !first) return refuseMissingSlot(wanted, day, known);
  const slots = slotsFrom(day, first, units);
  const { plan } = day;
  refusePast(first.startsAt, now);
  refuseShortNotice(first.startsAt, plan, now);
  refuseFarDay(plan.date, plan, now);
  refuseModeNotOffered(mode, plan.modes);
  refuseFull(slots, now, isInternal(channel));
  return { day, slots };
}
