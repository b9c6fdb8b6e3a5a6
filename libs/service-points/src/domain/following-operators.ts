import type { LocalDate } from '#italy';
import { lifeOnce, type Life } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { takingEffectTogether, type DatedMove, type Taken } from './legal-effect.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import { suspensionsOf, type ActivePoint, type SuspendedPoint } from './punto-cliente-state.ts';

/** Who is authorised on a point, day by day. */
export interface Staffing {
  /** Days on which that may change. */
  readonly days: readonly LocalDate[];
  /** Whether somebody is at the end of a day, or is about to be as an end has lost its cause. */
  readonly isStaffedOn: (day: LocalDate) => boolean;
}

const REASON = 'NO_AUTHORISED_OPERATOR';

/**
 * The facts that a Punto Cliente di Servizio lacks to be suspended on exactly the days on which nobody is authorised on it
 * (K6): on every legal day of the point and of its authorisations it is looked at whether it is, and should be. So it does not matter what
 * of them was recorded late, rectified or annulled.
 * @returns none where the point is as it should be
 */
export function followingOperators(
  lived: LivedPoint,
  staffing: Staffing,
  known: Taken & { readonly today: LocalDate },
): readonly PuntoClienteEvent[] {
  const { told } = puntoCliente;
  const moves: DatedMove[] = [];
  const days = new Set([...staffing.days, ...told.facts(lived.life).map(({ on }) => on)]);
  for (const on of [...days].sort()) {
    const life = lifeOnce(told, lived.life, known.now, ...takingEffectTogether(lived, moves, known));
    const point = told.judgedOn(life, on);
    if (point.status !== 'ACTIVE' && point.status !== 'SUSPENDED') continue;
    const isMissed = point.kind === 'SERVIZIO' && !staffing.isStaffedOn(on) && !isTolerated(life, on, staffing);
    const standing = suspensionsOf(point).find(({ reason }) => reason === REASON);
    if (isMissed === (standing !== undefined)) continue;
    moves.push({
      on,
      fact: isMissed ? suspended(point, on) : resumed(point, on, standing?.from === on && on < known.today),
    });
  }
  return takingEffectTogether(lived, moves, known);
}

/**
 * Whether nobody is missed yet: the activity was loaded, or named its operators as earlier versions did, and nobody was authorised
 * since.
 */
function isTolerated(life: Life<PuntoClienteEvent>, day: LocalDate, { days, isStaffedOn }: Staffing): boolean {
  const begun = puntoCliente.told
    .facts(life)
    .findLast(
      ({ event, counts, on }) =>
        counts && on <= day && event.type === 'PuntoClienteActivated' && event.data.undoes === undefined,
    );
  if (begun?.event.type !== 'PuntoClienteActivated') return false;
  const { loaded, operatorsNamed = [] } = begun.event.data;
  if (loaded !== true && operatorsNamed.length === 0) return false;
  return ![begun.on, ...days].some((one) => begun.on <= one && one <= day && isStaffedOn(one));
}

function suspended({ kind, activity: { protocolId } }: ActivePoint | SuspendedPoint, suspendedOn: LocalDate) {
  return { type: 'PuntoClienteSuspended', data: { kind, protocolId, reason: REASON, suspendedOn } } as const;
}

/** @param neverWas the suspension has lost its cause: it was recorded for a day that is over, and never stood on it */
function resumed(
  { kind, activity: { protocolId } }: ActivePoint | SuspendedPoint,
  resumedOn: LocalDate,
  neverWas: boolean,
) {
  const data = { kind, protocolId, reason: REASON, resumedOn } as const;
  return { type: 'PuntoClienteResumed', data: neverWas ? { ...data, undoes: resumedOn } : data } as const;
}
