import { defineCommandOn, draw, own } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { holdOfAnother, knownHold, openHold, openHoldRefusals } from '../domain/agenda-day/known-hold.ts';
import { endOfHoldReofferAt } from '../domain/agenda-day/derived.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import { freesTimeAtOnce } from './frees-time-at-once.ts';
import { ANY_DAY, dayId, OnHold, reofferDelay, STAFF, type AnyDay } from './on-agenda-day.ts';

/** Gives a hold up. */
export class ReleaseHold extends OnHold {}

export const releaseHold = defineCommandOn(agendaDay)({
  input: ReleaseHold,
  summary: 'Gives a hold up; its places may be taken again at once, but for those of an offer of the waiting list.',
  id: dayId,
  by: [
    STAFF,
    own(
      (day: AnyDay, { holdId }: ReleaseHold) => knownHold(day, holdId).hold.subject,
      holdOfAnother,
      ({ holdId }) => ({ holdId }),
    ),
  ],
  in: ANY_DAY,
  needs: { reoffer: reofferDelay, drawn: draw('reoffer') },
  refuses: [holdOfAnother, ...openHoldRefusals],
  atOnce: freesTimeAtOnce,
  decide: ({ holdId }, state, known) => {
    const { day, hold } = openHold(state, holdId);
    const end = { holdId, reason: 'GIVEN_UP', reofferAt: endOfHoldReofferAt(hold, known) } as const;
    return [{ type: 'SlotHoldReleased', data: { ...placeOf(day, hold), ...end } }];
  },
});
