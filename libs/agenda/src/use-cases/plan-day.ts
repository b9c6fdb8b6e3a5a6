import { IsInt, IsOptional, IsUUID, Min } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, fact, IsJsonObject, IsRealDate } from '#use-cases';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDay, Appointment, AppointmentStatus, Hold } from '../domain/agenda-day/day-state.ts';
import { passesBy, sumsAfter } from '../domain/agenda-day/day-outcomes.ts';
import {
  displacedByPlans,
  displacement,
  slotsPlannedAnew,
  whatNoLongerFits,
  type Offer,
} from '../domain/agenda-day/displacement.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { planOfDay } from '../domain/agenda/plan-of-day.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import { openMinutes, placesOf } from '../domain/calendar/open-minutes.ts';
import type { AgendaDayEvent, DayPlan } from '../domain/events/agenda-day-events.ts';
import { ANY_DAY, displacedDays } from './on-agenda-day.ts';
import { reinstatesAtOnce } from './reinstates-at-once.ts';

/** Makes what an agenda offers on a day the plan of that day, displacing what no longer fits. */
export class PlanDay {
  @IsUUID()
  readonly agendaId!: string;

  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  /** Revision of the Agenda from which on the plan is wanted. */
  @IsInt()
  @Min(0)
  readonly agendaRevision!: number;

  /** As earlier versions have left it in their files: the plan that followed from that revision. */
  @IsOptional()
  @IsJsonObject()
  readonly plan?: DayPlan;
}

const refuse = defineRefusals({
  PLAN_OUTDATED: [
    'The day follows revision {current} of its agenda, not before {agendaRevision}: nothing is left to do.',
    'already-so',
  ],
  AGENDA_NOT_SEEN_YET: [
    'The agenda is seen at revision {revision}, before {agendaRevision}: its day is planned as soon as the rest is seen.',
    'not-yet',
  ],
});

/** The agenda, and the revision of its stream at which it was looked at. */
interface SeenAgenda {
  readonly agenda: Agenda;
  readonly revision: number;
}

/**
 * The plan is made when the command is carried out: one that waits stays small, and what comes of many changes of an
 * agenda is the last. Displaces in the same append, before the plan, what has no room in it any more.
 */
export const planDay = defineCommandOn(agendaDay)({
  input: PlanDay,
  summary: 'Makes what an agenda offers on a day the plan of that day, displacing what no longer fits.',
  id: ({ plan, agendaId, date }: PlanDay) =>
    plan ? agendaDayId(plan.agendaId, plan.date) : agendaDayId(agendaId, date),
  by: [],
  in: ANY_DAY,
  needs: {
    seen: fact(
      agenda,
      ({ plan, agendaId }: PlanDay) => (plan ? undefined : agendaId),
      (state, { revision }): SeenAgenda | undefined =>
        state.status === 'ABSENT' ? undefined : { agenda: state, revision },
    ),
    openDays: displacedDays,
  },
  refuses: [refuse, agenda.notFound],
  atOnce: reinstatesAtOnce,
  decide: (wanted: PlanDay, day, { now, seen, openDays }): AgendaDayEvent[] => {
    const { agendaRevision, ...plan } = planWanted(wanted, seen);
    if (day.status === 'ABSENT') return [{ type: 'DayPlanned', data: { ...plan, agendaRevision } }];
    const current = day.plan.agendaRevision;
    if (agendaRevision <= current) throw refuse.PLAN_OUTDATED({ date: plan.date, agendaRevision, current });
    const slots = slotsPlannedAnew(day, plan.slots, now);
    const offer = { ...plan, slots };
    const displaced = whatNoLongerFits(day, offer, now);
    const displacements = displaced.map((taking) => displacement(day, taking, { agendaRevision, now, openDays }));
    const passes = passesBy(day.plan, plan) ? { passes: displacements.reduce(sumsAfter, day.sums) } : {};
    return [
      ...displacements,
      {
        type: 'DayPlanned',
        data: {
          ...{ ...offer, agendaRevision, previous: { ...planBefore(day, displaced), ...passes } },
          ...carriedOver(day, plan),
          ...returning(day, offer, now),
        },
      },
    ];
  },
});

/** What has become of appointments that a day no longer counts as its own. */
const NOT_KEPT: readonly AppointmentStatus[] = ['CANCELLED', 'DISPLACED', 'MOVED'];

/** What the plan of a day was, for those who sum up: they need not know it. */
function planBefore(day: AgendaDay, displaced: readonly (Hold | Appointment)[]) {
  const { region, province, point, slots } = day.plan;
  const standing = [...day.appointments.values()].filter(
    (appointment) => !NOT_KEPT.includes(appointment.status) && !displaced.includes(appointment),
  );
  return {
    ...{ region, province, ...(point === undefined ? {} : { point }) },
    ...{ openMinutes: openMinutes(slots), places: placesOf(slots) },
    appointments: standing.length,
    taken: standing.reduce((sum, { units }) => sum + units, 0),
  };
}

/** Who was displaced by a plan, and may have the same slots again. */
function returning(day: AgendaDay, offer: Offer, now: number): { readonly mayReturn?: string[] } {
  const ids = displacedByPlans(day, offer, now).map(({ appointmentId }) => appointmentId);
  return ids.length === 0 ? {} : { mayReturn: ids };
}

/** The appointments of a day that passes to another office, whatever became of them; those that left it stand elsewhere. */
function carriedOver({ plan: before, appointments }: AgendaDay, plan: DayPlan): { readonly carried?: string[] } {
  const isThere = before.region === plan.region && before.province === plan.province && before.unit === plan.unit;
  const here = [...appointments.values()].filter(({ status }) => status !== 'MOVED');
  return isThere || here.length === 0 ? {} : { carried: here.map(({ appointmentId }) => appointmentId) };
}

function planWanted(
  { plan, agendaId, date, agendaRevision }: PlanDay,
  seen: SeenAgenda | undefined,
): DayPlan & { readonly agendaRevision: number } {
  if (plan) return { ...plan, agendaRevision };
  if (!seen) throw agenda.notFound({ agendaId });
  const { revision } = seen;
  if (revision < agendaRevision) throw refuse.AGENDA_NOT_SEEN_YET({ agendaId, revision, agendaRevision });
  return { ...planOfDay(seen.agenda, date), agendaRevision: revision };
}
