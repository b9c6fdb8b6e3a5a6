import {
  defineProcessManager,
  deriveId,
  give,
  when,
  type Reaction,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import { addDays, daysBetween, romeDateOf, romeDay, type LocalDate } from '#italy';
import { evolveAgenda, type Agenda } from '../domain/agenda/agenda-state.ts';
import { planOfDay } from '../domain/agenda/plan-of-day.ts';
import { DayPlanned, type DayPlan } from '../domain/events/agenda-day-events.ts';
import { agendaEventDefinitions, type AgendaEvent } from '../domain/events/agenda-events.ts';
import { planDay } from '../use-cases/plan-day.ts';

/** What the process remembers of one agenda. */
interface PlannedAgenda {
  /** Stored without its status by older installations: nothing here may look at that. */
  readonly agenda: Omit<Agenda, 'status'>;
  /** Of the Agenda, at the last of its events. */
  readonly revision: number;
  /** A mark of the plan that each day was last given; days that never had slots are absent. */
  readonly given: Readonly<Record<LocalDate, string>>;
  /** The last day that was looked at. */
  readonly lookedAtUntil: LocalDate;
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
export const agendaDays = defineProcessManager<PlannedAgenda>({
  name: 'agenda-days',
  gives: [planDay],
  on: [
    when(agendaEventDefinitions, agendaChanged, agendaOf),
    when(
      DayPlanned,
      (state, event) => {
        // Of the days that were asked for at once nothing more is to be done; a later one was the next day.
        if (!state || event.data.date <= state.lookedAtUntil) return { state };
        const given = { ...state.given, [event.data.date]: markOf(event.data) };
        return planHorizon({ ...state, given, lookedAtUntil: event.data.date }, todayOf(event));
      },
      agendaOf,
    ),
  ],
});

function agendaOf({ data: { agendaId } }: { readonly data: { readonly agendaId: string } }): readonly string[] {
  return [agendaId];
}

function agendaChanged(state: PlannedAgenda | undefined, event: RecordedEvent<AgendaEvent>): Reaction<PlannedAgenda> {
  const today = todayOf(event);
  const { agenda, given, lookedAtUntil } = state ?? { agenda: undefined, given: {}, lookedAtUntil: today };
  const changed = evolveAgenda((agenda as Agenda | undefined) ?? { status: 'ABSENT' }, event);
  return planHorizon({ agenda: changed, revision: event.revision, given, lookedAtUntil }, today);
}

/** Gives every day of the horizon its plan, where it has another, and sets the deadline of the next. */
function planHorizon(state: PlannedAgenda, today: LocalDate): Reaction<PlannedAgenda> {
  const { agenda, revision } = state;
  const { horizonDays } = agenda.profile;
  const horizonEnd = addDays(today, horizonDays);
  const lookedAtUntil = horizonEnd > state.lookedAtUntil ? horizonEnd : state.lookedAtUntil;

  const given: Record<LocalDate, string> = {};
  const commands: WantedCommand[] = [];
  for (const date of daysBetween(today, lookedAtUntil)) {
    const plan = planOfDay(agenda, date);
    const before = state.given[date];
    if (before === undefined && plan.slots.length === 0) continue;
    const mark = markOf(plan);
    given[date] = mark;
    if (mark !== before) commands.push(give(planDay, { plan, agendaRevision: revision }));
  }

  const next = nextDay(agenda, lookedAtUntil);
  const reaction = { state: { agenda, revision, given, lookedAtUntil }, commands };
  if (next === undefined) return { ...reaction, clear: [NEXT_DAY] };
  const dueAt = romeDay(addDays(next, -horizonDays)).startsAt;
  const command = give(planDay, { plan: planOfDay(agenda, next), agendaRevision: revision });
  return { ...reaction, set: [{ id: NEXT_DAY, dueAt, command }] };
}

/** The first day with slots after `date`; a day without any, far ahead, when none is near but there may be later ones. */
function nextDay(agenda: PlannedAgenda['agenda'], date: LocalDate): LocalDate | undefined {
  const far = addDays(date, SEARCH_DAYS);
  const { bands, closedFrom } = agenda;
  if (closedFrom !== undefined && closedFrom <= date) return undefined;
  if (!bands.some(({ validUntil }) => validUntil === undefined || validUntil > date)) return undefined;
  for (let day = addDays(date, 1); day <= far; day = addDays(day, 1)) {
    if (planOfDay(agenda, day).slots.length > 0) return day;
  }
  return far;
}

/** Two plans of a day with the same mark are the same: of an agenda, only slots differ. */
function markOf({ slots }: Pick<DayPlan, 'slots'>): string {
  return deriveId('slots', JSON.stringify(slots.map(({ start, endsAt, capacity }) => [start, endsAt, capacity])));
}

function todayOf({ recordedAt }: { readonly recordedAt: string }): LocalDate {
  return romeDateOf(Date.parse(recordedAt));
}
