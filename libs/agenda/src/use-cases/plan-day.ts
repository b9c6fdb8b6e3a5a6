import { IsInt, Min } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsJsonObject } from '#use-cases';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { displacement, slotsPlannedAnew, whatNoLongerFits } from '../domain/agenda-day/displacement.ts';
import type { AgendaDayEvent, DayPlan } from '../domain/events/agenda-day-events.ts';
import { ANY_DAY } from './on-agenda-day.ts';

/** Makes a plan the day's plan, displacing what no longer fits. */
export class PlanDay {
  @IsJsonObject()
  readonly plan!: DayPlan;

  /** Revision of the Agenda that the plan follows from. */
  @IsInt()
  @Min(0)
  readonly agendaRevision!: number;
}

const outdated = defineRefusal(
  'PLAN_OUTDATED',
  'The day follows revision {current} of its agenda, not before {agendaRevision}: nothing is left to do.',
  'already-so',
);

/** Displaces in the same append, before the plan, what has no room in it any more. */
export const planDay = defineCommandOn(agendaDay)({
  input: PlanDay,
  summary: 'Makes a plan the plan of a day, displacing what no longer fits.',
  id: ({ plan }) => agendaDayId(plan.agendaId, plan.date),
  by: [],
  in: ANY_DAY,
  refuses: [outdated],
  decide: ({ plan, agendaRevision }, day, { now }): AgendaDayEvent[] => {
    if (day.status === 'ABSENT') return [{ type: 'DayPlanned', data: { ...plan, agendaRevision } }];
    const current = day.plan.agendaRevision;
    if (agendaRevision <= current) throw outdated({ date: plan.date, agendaRevision, current });
    const slots = slotsPlannedAnew(day, plan.slots, now);
    return [
      ...whatNoLongerFits(day, slots, now).map((taking) => displacement(day, taking, { agendaRevision, now })),
      { type: 'DayPlanned', data: { ...plan, slots, agendaRevision } },
    ];
  },
});
