import { processManager } from '#kernel/specification';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { DAY, NOON, booked, taken } from '../specification/sample-day.ts';
import { arrived } from '../specification/sample-move.ts';
import { access, called, checkedIn, missed, started } from '../specification/sample-desk.ts';
import { noShows } from './no-shows.ts';

const KEY = 'a_2026-03-02';
const MIDNIGHT = Date.parse('2026-03-02T23:00:00Z');
const TEN_PAST = Date.parse('2026-03-02T11:10:00Z');
const calledOften = (attempt: number, noShowAt?: string): AgendaDayEvent => {
  const { type, data } = called(NOON, 'x', attempt, 190) as Extract<AgendaDayEvent, { type: 'AppointmentCalled' }>;
  return { type, data: { ...data, ...(noShowAt === undefined ? {} : { noShowAt }) } };
};
const reinstated: AgendaDayEvent = {
  type: 'AppointmentReinstated',
  data: { ...taken(NOON, 'x'), appointmentId: 'ap-x' },
};

describe('who did not come', () => {
  it('is written down once they were called often enough and the minutes have passed', () => {
    const process = processManager(noShows);
    process.given(DAY, calledOften(2)).thenDeadlines();
    const outcome = process.given(DAY, calledOften(2), calledOften(3, '2026-03-02T11:10:00.000Z'));
    outcome.thenDeadlines([KEY, 'ap-x', TEN_PAST, 'MarkMissedByPolicy']);
    expect([...outcome.deadlines.values()][0]?.command.data).toEqual({
      ...{ agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-x' },
    });
  });

  it('is not, once they have come or were written off', () => {
    const last = calledOften(3, '2026-03-02T11:10:00.000Z');
    processManager(noShows).given(last, started(NOON, 'x')).thenDeadlines();
    processManager(noShows).given(last, missed(NOON, 'x')).thenDeadlines();
  });

  it('is written down at midnight, of a day on which anybody was expected or came', () => {
    processManager(noShows).given(DAY).thenDeadlines();
    const histories: readonly (readonly AgendaDayEvent[])[] = [
      [booked(NOON, 'x')],
      [access(1), access(2)],
      [booked(NOON, 'x'), checkedIn(NOON, 'x')],
      [arrived(NOON, 'x')],
      [reinstated],
    ];
    for (const history of histories) {
      const outcome = processManager(noShows).given<AgendaDayEvent>(DAY, ...history);
      outcome.thenDeadlines([KEY, 'day-end', MIDNIGHT, 'MarkMissedByPolicy']);
      expect([...outcome.deadlines.values()][0]?.command.data).toEqual({ agendaId: 'a', date: '2026-03-02' });
    }
  });
});
