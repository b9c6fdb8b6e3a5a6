import { defineRefusal, toTimestamp } from '#kernel/domain';
import { defineCommandOn, draw } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { openHold, openHoldRefusals } from '../domain/agenda-day/known-hold.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import { endOfHoldReofferAt } from '../domain/agenda-day/derived.ts';
import { ANY_DAY, dayId, OnHold, reofferDelay } from './on-agenda-day.ts';

/** Ends a hold whose time has run out. */
export class ExpireHold extends OnHold {}

const notExpired = defineRefusal('HOLD_NOT_EXPIRED', 'The hold stands until {expiresAt}: wait.', 'not-yet');

export const expireHold = defineCommandOn(agendaDay)({
  input: ExpireHold,
  summary: 'Ends a hold whose time has run out.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  needs: { reoffer: reofferDelay, drawn: draw('reoffer') },
  refuses: [...openHoldRefusals, notExpired],
  decide: ({ holdId }, state, known) => {
    const { now } = known;
    const { day, hold } = openHold(state, holdId);
    if (hold.expiresAt > now) throw notExpired({ holdId, expiresAt: toTimestamp(hold.expiresAt) });
    const end = { ...placeOf(day, hold), holdId, reofferAt: endOfHoldReofferAt(hold, known) };
    return [{ type: 'SlotHoldExpired', data: end }];
  },
});
