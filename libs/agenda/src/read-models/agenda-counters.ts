import { defineCounters, moves, shifts } from '#use-cases';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentRescheduled,
} from '../domain/events/agenda-day-events.ts';
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

/** Appointments, not only those to come: one that is cancelled stays booked. */
const appointments = defineCounters({
  name: 'appointments',
  description: 'All that ever were.',
  version: 2,
  counts: ['booked', 'cancelled', 'displaced', 'rescheduled'],
  moves: [
    moves(AppointmentBooked, { to: 'booked' }),
    moves(AppointmentCancelled, { to: 'cancelled' }),
    moves(AppointmentDisplacedByClosure, { to: 'displaced' }),
    moves(AppointmentRescheduled, { to: 'rescheduled' }),
  ],
});

/** What the agenda has counted in the overview of the network. */
export const agendaCounters = [agendas, appointments] as const;
