import {
  defineProcessManager,
  give,
  when,
  type Reaction,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import { addDays, daysBetween, romeDateOf, romeDay, type LocalDate } from '#italy';
import { evolveAgenda, type Agenda } from '../domain/agenda/agenda-state.ts';
import { horizonEnd, isClosed, markOf } from '../domain/agenda/hours-of-days.ts';
import { DayPlanned } from '../domain/events/agenda-day-events.ts';
import { agendaEventDefinitions, type AgendaEvent } from '../domain/events/agenda-events.ts';
import { planDay } from '../use-cases/plan-day.ts';
import { AGENDA_DAYS } from '../use-cases/plans-at-once.ts';

/** What the process remembers of one agenda. */
interface PlannedAgenda {
  /**
   * What lies ahead of it; of what is over, and of what was withdrawn, nothing. Stored without its status by older
   * installations: nothing here may look at that.
   */
  readonly agenda: Omit<Agenda, 'status'>;
  /** Of the Agenda, at the last of its events. */
  readonly revision: number;
  /** A mark of the hours for which each day was last planned; days that never had any are absent. */
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
  name: AGENDA_DAYS,
  gives: [planDay],
  on: [
    when(agendaEventDefinitions, agendaChanged, agendaOf),
    when(
      DayPlanned,
      (state, event) => {
        // Of the days that were asked for at once nothing more is to be done; a later one was the next day.
        if (!state || event.data.date <= state.lookedAtUntil) return { state };
        const { date, agendaRevision } = event.data;
        // Of an earlier revision, it may be other than the day needs now.
        const planned = agendaRevision >= state.revision ? { [date]: markOf(state.agenda, date) } : {};
        return planHorizon({ ...state, given: { ...state.given, ...planned }, lookedAtUntil: date }, todayOf(event));
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
  const { revision } = state;
  const agenda = lyingAhead(state.agenda, today);
  const { agendaId, horizonDays } = agenda.profile;
  const end = horizonEnd(agenda, today);
  const lookedAtUntil = end > state.lookedAtUntil ? end : state.lookedAtUntil;
  // The plan itself is made when the command is carried out: of one day after another, however long a command waits.
  const plan = (date: LocalDate): WantedCommand => give(planDay, { agendaId, date, agendaRevision: revision }, date);

  const given: Record<LocalDate, string> = {};
  const commands: WantedCommand[] = [];
  for (const date of daysBetween(today, lookedAtUntil)) {
    const before = state.given[date];
    const mark = markOf(agenda, date);
    if (before === undefined && isClosed(mark)) continue;
    given[date] = mark;
    if (mark !== before) commands.push(plan(date));
  }

  const next = nextDay(agenda, lookedAtUntil);
  const reaction = { state: { agenda, revision, given, lookedAtUntil }, commands };
  if (next === undefined) return { ...reaction, clear: [NEXT_DAY] };
  const dueAt = romeDay(addDays(next, -horizonDays)).startsAt;
  return { ...reaction, set: [{ id: NEXT_DAY, dueAt, command: plan(next) }] };
}

/** Of an agenda what its days from today on follow from. */
function lyingAhead(agenda: PlannedAgenda['agenda'], today: LocalDate): PlannedAgenda['agenda'] {
  return {
    ...agenda,
    bands: agenda.bands.filter(({ validUntil }) => validUntil === undefined || validUntil >= today),
    closures: agenda.closures.filter(({ until }) => until >= today),
    withdrawnBands: [],
    withdrawnClosures: [],
  };
}

/** The first day with hours after `date`; a day without any, far ahead, when none is near but there may be later ones. */
function nextDay(agenda: PlannedAgenda['agenda'], date: LocalDate): LocalDate | undefined {
  const far = addDays(date, SEARCH_DAYS);
  const { bands, closedFrom } = agenda;
  if (closedFrom !== undefined && closedFrom <= date) return undefined;
  if (!bands.some(({ validUntil }) => validUntil === undefined || validUntil > date)) return undefined;
  for (let day = addDays(date, 1); day <= far; day = addDays(day, 1)) {
    if (!isClosed(markOf(agenda, day))) return day;
  }
  return far;
}

function todayOf({ recordedAt }: { readonly recordedAt: string }): LocalDate {
  return romeDateOf(Date.parse(recordedAt));
}
