import { weekdayOf, type LocalDate, type LocalTime } from './local-time.ts';

const WEEKDAYS = ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'];
const MONTHS = [
  ...['gennaio', 'febbraio', 'marzo', 'aprile', 'maggio', 'giugno'],
  ...['luglio', 'agosto', 'settembre', 'ottobre', 'novembre', 'dicembre'],
];

/**
 * A day as people say it, and as a screen reader reads it out: `lunedì 3 agosto 2026`.
 * @param date `yyyy-mm-dd`
 */
export function spokenDay(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${WEEKDAYS[weekdayOf(date) - 1] ?? ''} ${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${Number(year)}`;
}

/**
 * A time of the clock as people say it: `ore 9:30`.
 * @param time `HH:MM`
 */
export function spokenTime(time: LocalTime): string {
  return `ore ${time.replace(/^0/, '')}`;
}
