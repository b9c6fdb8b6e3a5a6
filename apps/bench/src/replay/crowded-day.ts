import type { DayPlan } from '#agenda';

const SLOTS = 24;
const FIRST_MINUTE = 510;
const SLOT_MINUTES = 10;
const SUMMER_OFFSET_MINUTES = 120;

/** A day in summer on which thousands may book. */
export function crowdedDay(agendaId: string, date: string): DayPlan {
  const instant = (minutes: number): string => `${date}T${time(minutes - SUMMER_OFFSET_MINUTES)}:00.000Z`;
  const slots = Array.from({ length: SLOTS }, (_, index) => {
    const minutes = FIRST_MINUTE + index * SLOT_MINUTES;
    const [startsAt, endsAt] = [instant(minutes), instant(minutes + SLOT_MINUTES)];
    return { start: time(minutes), startsAt, endsAt, capacity: 500 };
  });
  return {
    ...{ agendaId, date, zone: 'Europe/Rome', serviceLine: 'PENSIONI', modes: ['IN_PERSON'], slots },
    ...{ region: '08', province: '037', unit: 'BENCH-DP-037', horizonDays: 30, noticeMinutes: 120, holdMinutes: 5 },
  };
}

function time(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
