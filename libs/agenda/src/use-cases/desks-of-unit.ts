import type { Absent } from '#kernel/domain';
import { daysBetween, type LocalDate } from '#italy';
import { dependantsOfKind, unitDependants } from '#organisation';
import { fact, facts, factsListed, plainName } from '#use-cases';
import type { Closure } from '../domain/calendar/closures.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { Agenda, Opened } from '../domain/agenda/agenda-state.ts';
import { horizonEnd } from '../domain/agenda/hours-of-days.ts';
import type { UnitClosure } from '../domain/unit-closure/unit-closure.ts';
import { closureWithUnit } from './with-unit.ts';

/** Most agendas that one command on the closure of a unit sees to itself: about as many as the largest seats have. */
export const MOST_AGENDAS = 100;

/** Most of their days that it may have to plan: as many as that many agendas have in a month. */
export const MOST_DAYS = 3_000;

type Agendas = ReadonlyMap<string, Agenda | Absent>;
type Period = Omit<Closure, 'closureId'>;

/** Which agendas are closed, or opened again, before the command is answered for. */
export interface DesksAtOnce {
  /** Ids, by name. */
  readonly agendas: string[];
  /** False where others follow. */
  readonly isWhole: boolean;
}

/** What the command says of the closure. */
interface WantedClosure {
  readonly unit: string;
  readonly from: string;
}

/**
 * Agendas that need the unit, as the log has them when the closure is declared: every agenda claims its unit before it is
 * opened. One that is opened in the same moment follows by policy.
 */
export const agendasOfUnit = factsListed(
  fact(
    unitDependants,
    ({ unit }: WantedClosure) => unit,
    (state, _at, { from }) => dependantsOfKind(state, 'AGENDA', from),
  ),
  agenda,
  (state) => state,
);

/** Agendas that were closed when the closure was declared, those among them that come to their end. */
export const agendasClosed = facts(
  agenda,
  (_withdrawal: object, state: UnitClosure | Absent) => (state.status === 'ABSENT' ? [] : state.agendas),
  (state) => state,
);

/** Agendas that need the unit when its closure is withdrawn: those that were opened since are among them. */
export const agendasSince = factsListed(
  fact(
    unitDependants,
    (_withdrawal: object, state: UnitClosure | Absent) => (state.status === 'ABSENT' ? undefined : state.unit),
    (state) => dependantsOfKind(state, 'AGENDA'),
  ),
  agenda,
  (state) => state,
);

/**
 * The agendas of a unit's own desks that its closure closes at once.
 * @param today `yyyy-mm-dd`
 */
export function desksToClose(
  agendas: Agendas,
  { unit, period, today }: { readonly unit: string; readonly period: Period; readonly today: LocalDate },
): DesksAtOnce {
  const own = opened(agendas).filter(
    ({ profile: { owner }, closedFrom }) =>
      owner.kind !== 'PUNTO_INPS' && owner.unit === unit && (closedFrom === undefined || period.from < closedFrom),
  );
  return atOnce(own, () => period, today);
}

/**
 * The agendas that receive again at once when the closure of their unit is withdrawn: those at which it stands and is not over.
 * One that has gone to another unit follows by policy: whoever withdraws the closure may not read it any more.
 * @param today `yyyy-mm-dd`
 */
export function desksToReopen(
  agendas: Agendas,
  { unit, unitClosureId, today }: { readonly unit: string; readonly unitClosureId: string; readonly today: LocalDate },
): DesksAtOnce {
  const closure = closureWithUnit(unitClosureId);
  const standing = ({ closures }: Opened) =>
    closures.find(({ closureId, until }) => closureId === closure && today <= until);
  const own = opened(agendas).filter(({ profile: { owner } }) => owner.unit === unit);
  return atOnce(own, standing, today);
}

function opened(agendas: Agendas): Agenda[] {
  return [...agendas.values()].filter((one) => one.status !== 'ABSENT');
}

/** The first by name of those that there is something to do for, as far as their days are not too many. */
function atOnce(
  agendas: readonly Opened[],
  periodAt: (agenda: Opened) => Period | undefined,
  today: LocalDate,
): DesksAtOnce {
  const concerned = agendas.flatMap((one) => {
    const period = periodAt(one);
    return period ? [{ one, days: daysAhead(one, period, today) }] : [];
  });
  const byName = concerned.toSorted((a, b) => (orderOf(a.one) < orderOf(b.one) ? -1 : 1));
  let days = 0;
  const taken = byName.slice(0, MOST_AGENDAS).filter((each) => (days += each.days) <= MOST_DAYS);
  return { agendas: taken.map(({ one }) => one.profile.agendaId), isWhole: taken.length === concerned.length };
}

function orderOf({ profile: { name, agendaId } }: Opened): string {
  return `${plainName(name)} ${agendaId}`;
}

/** How many days of its horizon a closure has, planned otherwise or not. */
function daysAhead(one: Opened, { from, until }: Period, today: LocalDate): number {
  const last = horizonEnd(one, today);
  return daysBetween(from < today ? today : from, until < last ? until : last).length;
}
