import { defineProcessManager, deriveId, type Reaction, type RecordedEvent, type WantedCommand } from '#kernel';
import { evolveAgenda, NO_AGENDA, type AgendaState } from '../../domain/agenda/agenda-state.ts';
import { planOfDay } from '../../domain/agenda/plan-of-day.ts';
import { addDays, daysBetween, romeDateOf, type LocalDate } from '#italy';
import { romeDay } from '#italy';
import type { AgendaDayEvent, DayPlan } from '../../domain/events/agenda-day-events.ts';
import type { AgendaEvent, AgendaProfile } from '../../domain/events/agenda-events.ts';

/** What the policy remembers of one agenda. */
interface PlannedAgenda {
  readonly agenda: AgendaState;
  /** Of the Agenda, at the last of its events. */
  readonly revision: number;
  /** A mark of the plan that each day was last given; days that never had slots are absent. */
  readonly given: Readonly<Record<LocalDate, string>>;
  /** The last day that was looked at. */
  readonly lookedAtUntil: LocalDate;
}

/** Payload of the command that this policy gives. */
export interface PlanDayData {
  readonly plan: DayPlan;
  readonly agendaRevision: number;
}

/** Name of the deadline at which the next day comes into the horizon. */
const NEXT_DAY = 'next-day';
/** How far ahead a next open day is looked for. */
const SEARCH_DAYS = 400;

/**
 * Carries each change of an agenda into the days of its horizon, and opens one more day as each day begins: at midnight
 * in Rome on the day on which it comes within the horizon. The plan of that day, once it stands, is the sign to look for
 * the next one, and for days that were missed while nothing ran.
 */
export const agendaDays = defineProcessManager<PlannedAgenda, AgendaEvent | AgendaDayEvent>({
  name: 'agenda-days',
  keys: (event) => ('agendaId' in event.data ? [event.data.agendaId] : []),
  on: {
    AgendaOpened: agendaChanged,
    OpeningBandDefined: agendaChanged,
    OpeningBandWithdrawn: agendaChanged,
    AgendaCapacityChanged: agendaChanged,
    ClosureDeclared: agendaChanged,
    ClosureWithdrawn: agendaChanged,
    AgendaClosed: agendaChanged,
    DayPlanned: (state, event) => {
      // Of the days that were asked for at once nothing more is to be done; a later one was the next day.
      if (!state || event.data.date <= state.lookedAtUntil) return { state };
      const given = { ...state.given, [event.data.date]: markOf(event.data) };
      return planHorizon({ ...state, given, lookedAtUntil: event.data.date }, todayOf(event));
    },
  },
});

function agendaChanged(state: PlannedAgenda | undefined, event: RecordedEvent<AgendaEvent>): Reaction<PlannedAgenda> {
  const today = todayOf(event);
  const { agenda, given, lookedAtUntil } = state ?? { agenda: NO_AGENDA, given: {}, lookedAtUntil: today };
  const changed = evolveAgenda(agenda, event);
  return planHorizon({ agenda: changed, revision: event.revision, given, lookedAtUntil }, today);
}

/** Gives every day of the horizon its plan, where it has another, and sets the deadline of the next. */
function planHorizon(state: PlannedAgenda, today: LocalDate): Reaction<PlannedAgenda> {
  const { agenda, revision } = state;
  const { profile } = agenda;
  if (!profile) return { state };
  const horizonEnd = addDays(today, profile.horizonDays);
  const lookedAtUntil = horizonEnd > state.lookedAtUntil ? horizonEnd : state.lookedAtUntil;

  const given: Record<LocalDate, string> = {};
  const commands: WantedCommand[] = [];
  for (const date of daysBetween(today, lookedAtUntil)) {
    const plan = planOfDay(agenda, profile, date);
    const before = state.given[date];
    if (before === undefined && plan.slots.length === 0) continue;
    const mark = markOf(plan);
    given[date] = mark;
    if (mark !== before) commands.push(planDay(plan, revision));
  }

  const next = nextDay(agenda, profile, lookedAtUntil);
  const reaction = { state: { agenda, revision, given, lookedAtUntil }, commands };
  if (next === undefined) return { ...reaction, clear: [NEXT_DAY] };
  const dueAt = romeDay(addDays(next, -profile.horizonDays)).startsAt;
  const command = planDay(planOfDay(agenda, profile, next), revision);
  return { ...reaction, set: [{ id: NEXT_DAY, dueAt, command }] };
}

/** The first day with slots after `date`; a day without any, far ahead, when none is near but there may be later ones. */
function nextDay(agenda: AgendaState, profile: AgendaProfile, date: LocalDate): LocalDate | undefined {
  const far = addDays(date, SEARCH_DAYS);
  const { bands, closedFrom } = agenda;
  if (closedFrom !== undefined && closedFrom <= date) return undefined;
  if (!bands.some(({ validUntil }) => validUntil === undefined || validUntil > date)) return undefined;
  for (let day = addDays(date, 1); day <= far; day = addDays(day, 1)) {
    if (planOfDay(agenda, profile, day).slots.length > 0) return day;
  }
  return far;
}

function planDay(plan: DayPlan, agendaRevision: number): WantedCommand {
  const data: PlanDayData = { plan, agendaRevision };
  return { name: 'PlanDay', data };
}

/** Two plans of a day with the same mark are the same: of an agenda, only slots differ. */
function markOf({ slots }: Pick<DayPlan, 'slots'>): string {
  return deriveId('slots', JSON.stringify(slots.map(({ start, endsAt, capacity }) => [start, endsAt, capacity])));
}

function todayOf({ recordedAt }: { readonly recordedAt: string }): LocalDate {
  return romeDateOf(Date.parse(recordedAt));
}
