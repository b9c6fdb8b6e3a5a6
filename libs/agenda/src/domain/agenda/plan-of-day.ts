import { slotsOf } from '../calendar/day-plan.ts';
import { ROME, type LocalDate } from '#italy';
import type { AgendaProfile } from '../events/agenda-events.ts';
import type { DayPlan } from '../events/agenda-day-events.ts';
import { openingHours, type AgendaState } from './agenda-state.ts';

/** What an open agenda offers on a day, as it stands now. */
export function planOfDay(state: AgendaState, profile: AgendaProfile, date: LocalDate): DayPlan {
  const { agendaId, serviceLine, modes, region, province, unit, horizonDays, noticeMinutes, holdMinutes } = profile;
  const slots = slotsOf(openingHours(state, profile), date);
  return {
    agendaId,
    date,
    zone: ROME,
    serviceLine,
    modes,
    region,
    province,
    unit,
    horizonDays,
    noticeMinutes,
    holdMinutes,
    slots,
  };
}
