import { defineCommandOn, own } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { reofferAt } from '../domain/agenda-day/derived.ts';
import { holdOfAnother, knownHold, openHold, openHoldRefusals } from '../domain/agenda-day/known-hold.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import { ANY_DAY, dayId, OnHold, reofferDelay, STAFF, type AnyDay } from './on-agenda-day.ts';

/** Gives a hold up. */
export class ReleaseHold extends OnHold {}

export const releaseHold = defineCommandOn(agendaDay)({
  input: ReleaseHold,
  summary: 'Gives a hold up.',
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
  needs: { reoffer: reofferDelay },
  refuses: [holdOfAnother, ...openHoldRefusals],
  decide: ({ holdId }, state, { commandId, now, reoffer }) => {
    const { day, hold } = openHold(state, holdId);
    const freed = reofferAt(commandId, now, reoffer);
    return [
      { type: 'SlotHoldReleased', data: { ...placeOf(day, hold), holdId, reason: 'GIVEN_UP', reofferAt: freed } },
    ];
  },
});
