import { ROME, type LocalDate } from '#italy';
import { slotsOf } from '../calendar/day-plan.ts';
import type { DayPlan } from '../events/agenda-day-events.ts';
import { openingHours, type Opened } from './agenda-state.ts';

/** What an agenda offers on a day, as it stands now. */
export function planOfDay(agenda: Opened, date: LocalDate): DayPlan {
  const { agendaId, owner, serviceLine, modes, region, province, unit, municipality } = agenda.profile;
  const { horizonDays, noticeMinutes, holdMinutes, services } = agenda.profile;
  const slots = slotsOf(openingHours(agenda), date);
  return {
    agendaId,
    date,
    zone: ROME,
    serviceLine,
    modes,
    region,
    province,
    unit,
    ...(municipality === undefined ? {} : { municipality }),
    ...(owner.point === undefined ? {} : { point: owner.point }),
    horizonDays,
    noticeMinutes,
    holdMinutes,
    ...(services === undefined ? {} : { services }),
    slots,
  };
}
