import { decideAbandon, type Aggregate } from '#kernel';
import type { LocalDate } from '#italy';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import { bookAppointment, cancelAppointment } from './appointments.ts';
import type { AgendaDayCommand, AgendaDayContext } from './day-commands.ts';
import { unplannedDay, type AgendaDayState } from './day-state.ts';
import { evolveDay } from './evolve-day.ts';
import { expireHold, holdSlot, releaseHold } from './holds.ts';
import { planDay } from './plan-day.ts';

/** Id of the stream of one agenda on one day. */
export function agendaDayId(agendaId: string, date: LocalDate): string {
  return `${agendaId}_${date}`;
}

/**
 * Every hold and appointment of one agenda on one day: the stream on whose revision rests that no slot is oversold.
 * Its plan is an event in it, and capacity is checked against that alone.
 */
export const agendaDay: Aggregate<AgendaDayState, AgendaDayCommand, AgendaDayEvent, AgendaDayContext> = {
  category: 'AgendaDay',
  initialState: unplannedDay,
  scopeOf: ({ plan }) => (plan ? { region: plan.region, province: plan.province, unit: plan.unit } : {}),
  subjectsOf: (event) => ('subject' in event.data ? [event.data.subject] : []),
  decide: (command, state, context) => {
    switch (command.type) {
      case 'PlanDay':
        return planDay(command, state, context);
      case 'HoldSlot':
        return holdSlot(command, state, context);
      case 'ReleaseHold':
        return releaseHold(command, state, context);
      case 'ExpireHold':
        return expireHold(command, state, context);
      case 'BookAppointment':
        return bookAppointment(command, state, context);
      case 'CancelAppointment':
        return cancelAppointment(command, state, context);
      case 'AbandonCommand':
        return decideAbandon(command, state.abandoned, context);
    }
  },
  evolve: evolveDay,
};
