import { defineCounters, moves, shifts } from '#use-cases';
import { dayCounts } from '../domain/agenda-day/day-outcomes.ts';
import { DayPlanned } from '../domain/events/agenda-day-events.ts';
import { AgendaClosed, AgendaOpened, AgendaTransferred } from '../domain/events/agenda-events.ts';

/** Agendas, open and closed. */
const agendas = defineCounters({
  name: 'agendas',
  version: 2,
  counts: ['open', 'closed'],
  moves: [
    moves(AgendaOpened, { to: 'open' }),
    shifts(AgendaTransferred, ({ province, previous }) => ({
      from: { count: 'open', province: previous.province },
      to: { count: 'open', province },
    })),
    moves(AgendaClosed, { from: 'open', to: 'closed' }),
  ],
});

const COUNTS = dayCounts.map(({ count }) => count);

/**
 * Appointments, not only those to come: one that is cancelled stays booked. Each counts where the agenda is on its day: those of
 * days ahead pass with an agenda that passes to another office (T4).
 */
const appointments = defineCounters({
  name: 'appointments',
  description: 'All that ever were; each where the agenda is on its day.',
  version: 5,
  counts: COUNTS,
  moves: [
    ...dayCounts.map(({ event, count }) => moves(event, { to: count })),
    shifts(DayPlanned, ({ province, previous }) =>
      COUNTS.map((count) => ({
        from: { count, province: previous?.province ?? province },
        to: { count, province },
        times: previous?.passes?.counts[count] ?? 0,
      })),
    ),
  ],
});

/** What the agenda has counted in the overview of the network. */
export const agendaCounters = [agendas, appointments] as const;
