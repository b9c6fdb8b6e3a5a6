import { SPEC_NOW } from '#kernel/specification';
import type { CommandUseCase } from '#use-cases';
import { specify } from '#use-cases/specification';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { MINUTE } from './sample-day.ts';

/** What chance decides in specifications. */
const DRAWN = '0123456789abcdef'.repeat(4);

/** A day's command, so many minutes after nine, on a day on which this happened. */
export function when<Input extends object>(
  command: CommandUseCase<Input, AgendaDayEvent>,
  wanted: object,
  given: readonly AgendaDayEvent[],
  inMinutes = 0,
  facts: object = {},
) {
  const known = {
    reoffer: { minMinutes: 5, maxMinutes: 15 },
    drawn: DRAWN,
    openDays: 30,
    now: SPEC_NOW + inMinutes * MINUTE,
    ...facts,
  };
  return specify(agendaDay)
    .given(...given)
    .when(command, wanted, known);
}
