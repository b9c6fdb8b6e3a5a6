import type { DomainError } from '#kernel/domain';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { book, DAY, hold, NOON, planned, slot } from '../specification/sample-day.ts';
import { openedAgenda } from '../specification/sample-agenda.ts';
import { when } from '../specification/when-on-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { holdSlot } from './hold-slot.ts';

const DAYS = 24 * 60;
/** Mondays, 12:00 to 12:40 and 13:00 to 13:20, as the sample day has them. */
const bands = [
  ['12:00', '12:40'],
  ['13:00', '13:20'],
].map(([from = '', to = '']): AgendaEvent => ({
  type: 'OpeningBandDefined',
  data: { agendaId: 'a', bandId: from, weekday: 1, from, to, capacity: 1, validFrom: '2026-01-01' },
}));
const closure = (from: string, until: string): AgendaEvent => ({
  type: 'ClosureDeclared',
  data: { agendaId: 'a', closureId: 'c', from, until, reason: 'Lavori' },
});
const agendaOf = (...events: AgendaEvent[]) =>
  [openedAgenda({ patronSaint: '03-16' }), ...bands, ...events].reduce(
    (state, event) => agenda.evolve(state, event),
    agenda.initialState(),
  );

/** What somebody is told who wants a slot that the day does not have. */
function asked(
  wanted: { readonly date?: string; readonly start?: string },
  {
    day = [],
    inMinutes = 0,
    agenda = agendaOf(),
  }: { readonly day?: AgendaDayEvent[]; readonly inMinutes?: number; readonly agenda?: object } = {},
) {
  return when(holdSlot, hold(NOON, wanted), day, inMinutes, { agenda });
}

describe('a slot that its day does not have is refused for what it is', () => {
  it('of no agenda', () => {
    asked({}, { agenda: { status: 'ABSENT' } }).thenRefused('AGENDA_UNKNOWN');
  });

  it('past, planned or not', () => {
    asked({ date: '2026-02-23' }).thenRefused('SLOT_IN_THE_PAST', { startsAt: '2026-02-23T11:00:00.000Z' });
    asked({}, { inMinutes: 180 }).thenRefused('SLOT_IN_THE_PAST');
    asked({ start: '12:10' }, { day: [DAY], inMinutes: 190 }).thenRefused('SLOT_IN_THE_PAST');
  });

  it('A3: in hours that are closed; in others of that day it is none of the agenda', () => {
    const hours: AgendaEvent = {
      type: 'ClosureDeclared',
      data: {
        agendaId: 'a',
        closureId: 'c',
        from: '2026-03-01',
        until: '2026-03-31',
        reason: 'Lavori',
        hours: { from: '12:30', to: '13:10' },
      },
    };

    const agenda = agendaOf(hours);
    const closed = { date: '2026-03-02', from: '12:30', to: '13:10' };
    asked({ start: '12:20' }, { agenda }).thenRefused('HOURS_CLOSED', closed);
    asked({ start: '13:00' }, { agenda }).thenRefused('HOURS_CLOSED', closed);
    asked({ start: '12:30' }, { agenda }).thenRefused('OUTSIDE_OPENING_HOURS');
    asked({ start: '12:00' }, { agenda }).thenRefused('SLOT_NOT_PLANNED_YET');
  });

  it('beyond the horizon', () => {
    asked({ date: '2026-04-13' }).thenRefused('BEYOND_HORIZON', { lastDate: '2026-04-01', horizonDays: 30 });
  });

  it('on a holiday of Italy, or of the patron saint', () => {
    asked({ date: '2026-04-06' }, { inMinutes: 10 * DAYS }).thenRefused('DAY_IS_HOLIDAY', { date: '2026-04-06' });
    asked({ date: '2026-03-16' }).thenRefused('DAY_IS_HOLIDAY');
  });

  it('on a closed day, planned or not, and after the agenda has closed', () => {
    const closed = agendaOf(closure('2026-03-01', '2026-03-10'));

    asked({ date: '2026-03-09' }, { agenda: closed }).thenRefused('DAY_CLOSED', {
      from: '2026-03-01',
      until: '2026-03-10',
    });
    asked({}, { agenda: closed, day: [planned(2)] }).thenRefused('DAY_CLOSED');
    const ended = agendaOf({ type: 'AgendaClosed', data: { agendaId: 'a', effectiveDate: '2026-03-09' } });
    asked({ date: '2026-03-09' }, { agenda: ended }).thenRefused('AGENDA_CLOSED', { effectiveDate: '2026-03-09' });
  });

  it('outside the bands: on another weekday, before and after the hours, and between two starts', () => {
    asked({ date: '2026-03-10' }).thenRefused('OUTSIDE_OPENING_HOURS', { date: '2026-03-10', start: '12:00' });
    for (const start of ['11:40', '12:40', '13:20', '12:10']) {
      asked({ start }, { day: [DAY] }).thenRefused('OUTSIDE_OPENING_HOURS', { start });
    }
  });

  it('inside the notice period', () => {
    asked({}, { inMinutes: 61 }).thenRefused('NOTICE_TOO_SHORT', { noticeMinutes: 120 });
  });

  it('not planned yet, of a day or of new hours, and when to ask again', () => {
    for (const day of [[], [planned(1, slot(240))]]) {
      const refused = asked({}, { day });
      refused.thenRefused('SLOT_NOT_PLANNED_YET', { date: '2026-03-02', start: '12:00' });
      expect(errorOf(refused.events)).toMatchObject({ kind: 'conflict', retryAfter: 1 });
    }
  });

  it('that the day goes on without, as something is under way across it', () => {
    asked({}, { day: [planned(2, slot(190))] }).thenRefused('OUTSIDE_OPENING_HOURS');
  });

  it('also of a booking', () => {
    when(bookAppointment, book(slot(190)), [DAY], 0, { agenda: agendaOf() }).thenRefused('OUTSIDE_OPENING_HOURS');
  });
});

function errorOf(decide: () => unknown): DomainError {
  try {
    decide();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('it was let through');
}
