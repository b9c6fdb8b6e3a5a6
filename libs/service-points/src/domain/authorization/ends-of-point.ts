import type { LocalDate } from '#italy';
import { puntoClienteLife, type LivedPoint } from '../punto-cliente.ts';
import type { EndedAuthorization } from './operator-authorization-state.ts';

/** What a point says, by all that is known of it, of the ends of those who are authorised there. */
export interface EndsOfPoint {
  /** Its legal days: between two of them nothing of it changes. */
  readonly days: readonly LocalDate[];
  /** Whether its activity ended on a day, for that day at least. */
  isEnd(on: LocalDate): boolean;
  /** Whether it has activity at the end of a day, suspended or not. */
  hasActivity(on: LocalDate): boolean;
  /** Revision of the activation by which it has activity on a day; undefined where none was before it. */
  begunBy(on: LocalDate): number | undefined;
  /** Whether an activation, by its revision, is of a day after this one, as is known now. */
  beginsAfter(activation: number, on: LocalDate): boolean;
  /**
   * From which day on an authorisation goes on that ended with the point; undefined where it stays ended. It does where the point has not
   * ended on that day, as the end is undone or was of another day, and where the end was undone from a later day on.
   */
  goesOnFrom(authorization: EndedAuthorization): LocalDate | undefined;
}

/** Reads the ends of a point out of its life. */
export function endsOf({ life }: Pick<LivedPoint, 'life'>): EndsOfPoint {
  const facts = puntoClienteLife.facts(life).filter(({ counts }) => counts);
  /** The last that is known of an end: itself, or that it is undone. */
  const lastOf = (endedOn: LocalDate, until?: LocalDate) =>
    facts.findLast(
      ({ event, on }) =>
        (event.type === 'PuntoClienteDeactivated' && on === endedOn) ||
        (event.type === 'PuntoClienteActivated' &&
          event.data.undoes === endedOn &&
          (until === undefined || on <= until)),
    );
  const isEnd = (on: LocalDate): boolean => lastOf(on, on)?.event.type === 'PuntoClienteDeactivated';
  const hasActivity = (on: LocalDate): boolean => {
    const { status } = puntoClienteLife.judgedOn(life, on);
    return status === 'ACTIVE' || status === 'SUSPENDED';
  };
  return {
    days: facts.map(({ on }) => on),
    isEnd,
    hasActivity,
    begunBy: (day) => facts.findLast(({ event, on }) => event.type === 'PuntoClienteActivated' && on <= day)?.revision,
    beginsAfter: (activation, day) => facts.some(({ revision, on }) => revision === activation && on > day),
    goesOnFrom: ({ grantedOn, ended: { on } }) => {
      // Granted after an end that was recorded late, it had ended on its own day.
      const end = facts.findLast(({ event, on: day }) => event.type === 'PuntoClienteDeactivated' && day <= on)?.on;
      const undone = end === on || (end !== undefined && grantedOn === on) ? lastOf(end) : undefined;
      if (undone?.event.type === 'PuntoClienteActivated') return undone.on > on ? undone.on : on;
      return hasActivity(on) && !isEnd(on) ? on : undefined;
    },
  };
}
