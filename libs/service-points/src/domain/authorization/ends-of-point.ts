import type { LocalDate } from '#italy';
import type { WalkedFact } from '#use-cases/dated';
import type { PuntoClienteEvent } from '../events.ts';
import { isLeftEnded, type PuntoCliente } from '../punto-cliente-state.ts';
import { puntoClienteLife, type LivedPoint } from '../punto-cliente.ts';
import { isBegunLater } from '../vocabulary.ts';

/** The grant of an authorisation, as far as ends of its point look at it. */
export interface GrantOnPoint {
  readonly grantedOn: LocalDate;
  /** Revision of the last event of the point that was known when it was decided; grants of earlier versions do not say. */
  readonly pointRevision?: number | undefined;
}

/** What a point says, by all that is known of it, of the ends of those who are authorised there. */
export interface EndsOfPoint {
  /** Its legal days: between two of them nothing of it changes. */
  readonly days: readonly LocalDate[];
  /**
   * Whether an authorisation ends with the point on a day, that of its grant or a later one. It ends with the activity of that day, or with
   * the next one. One that was granted while no activity was known for its day, as that of before had ended, is for the next one: it stands
   * where that end turns out to be of a later day. One for whose day activity was known ends on that day where it had ended by then.
   * @returns for a day, undefined where nobody can tell what was known at the grant, which was on that day
   */
  endsFor(grant: GrantOnPoint): (on: LocalDate) => boolean | undefined;
}

/** Reads the ends of a point out of its life. */
export function endsOf({ life }: Pick<LivedPoint, 'life'>): EndsOfPoint {
  const { days, ends, hasActivity } = activityIn(life);
  return {
    days,
    endsFor: ({ grantedOn, pointRevision }) => {
      if (pointRevision === undefined) {
        return (on) => (on > grantedOn ? ends.some((end) => end.on === on) : hasActivity(on) ? false : undefined);
      }
      const known = activityIn(life.filter(({ revision }) => revision <= pointRevision));
      const past = new Set(known.ends.filter((end) => end.on <= grantedOn).map(({ revision }) => revision));
      const isForNext = !known.hasActivity(grantedOn);
      const later = ends.filter(({ revision }) => !(isForNext && past.has(revision)));
      const byThen = ends.filter(
        ({ revision, on }) => !past.has(revision) && (isForNext ? on === grantedOn : on <= grantedOn),
      );
      return (on) =>
        on > grantedOn ? later.some((end) => end.on === on) : byThen.length > 0 && !hasActivity(grantedOn);
    },
  };
}

/** The activity of a point by what was written of it. */
function activityIn(life: LivedPoint['life']) {
  const facts = puntoClienteLife.walk(life);
  const undone = undoneAmong(facts);
  return {
    days: facts.map(({ on }) => on),
    /** Its ends that are not undone. */
    ends: facts.filter((fact) => isEnd(fact) && !undone.has(fact.revision)),
    /** Whether it has activity at the end of a day, suspended or not. */
    hasActivity: (on: LocalDate): boolean => {
      const { status } = puntoClienteLife.judgedOn(life, on);
      return status === 'ACTIVE' || status === 'SUSPENDED';
    },
  };
}

type Walked = WalkedFact<PuntoCliente, PuntoClienteEvent>;

/** Revisions of the ends that are undone: each the last one before the activity that goes on. */
function undoneAmong(facts: readonly Walked[]): ReadonlySet<number> {
  let last: number | undefined;
  const undone = new Set<number>();
  for (const { event, counts, revision } of facts) {
    if (!counts) continue;
    if (event.type === 'PuntoClienteDeactivated') last = revision;
    if (event.type === 'PuntoClienteActivated' && event.data.undoes !== undefined && last !== undefined)
      undone.add(last);
  }
  return undone;
}

/** What turns out to have begun later has not ended, unless a person has ended it before that. */
function isEnd({ event, counts, found, leaves }: Walked): boolean {
  if (event.type !== 'PuntoClienteDeactivated') return false;
  if (counts) return !isBegunLater(event.data.reason);
  const hadNotBegun = found.status === 'DEACTIVATED' && isBegunLater(found.ended.reason) && !isLeftEnded(found);
  return hadNotBegun && leaves.status !== 'ABSENT' && isLeftEnded(leaves);
}
