import { defineProcessManager, idOf, when } from '#kernel/domain';
import { DayPlanned } from '../domain/events/agenda-day-events.ts';
import { reinstateAppointment } from '../use-cases/reinstate.ts';
import { REINSTATEMENTS, reinstatements } from '../use-cases/reinstates-at-once.ts';

/**
 * Gives displaced people their places back where a new plan of their day has them, as after a closure that was withdrawn (A7).
 * An instance is a day; it remembers nothing, as the plan names them.
 */
export const reinstatementsOfDays = defineProcessManager<never>({
  name: REINSTATEMENTS,
  gives: [reinstateAppointment],
  keys: ({ stream }) => [idOf(stream)],
  on: [when(DayPlanned, (_none, event) => ({ state: undefined, commands: reinstatements(event) }))],
});
