import type { LocalDate } from '#italy';
import {
  LATEST,
  rectify,
  withItsResumption,
  type Life,
  type Rectification,
  type RectificationRule,
  type Rectified,
} from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { endsOfPointByNow } from './ends-by-now.ts';
import { standingOf } from './legal-effect.ts';
import { puntoClienteLife } from './punto-cliente.ts';
import { suspensionsOf, type PuntoCliente } from './punto-cliente-state.ts';
import { ANNULLABLE, CORRECTABLE, holds, inconsistencyOf, refuseFollowing } from './rectification.ts';
import { SUSPENSIONS } from './suspension-kind.ts';

interface Known {
  readonly life: Life<PuntoClienteEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** What of a point can be rectified: what policies have brought about is as what they followed. */
const rule: RectificationRule<PuntoCliente, PuntoClienteEvent> = {
  told: puntoClienteLife,
  correctable: CORRECTABLE,
  annullable: ANNULLABLE,
  refuseOthers: refuseFollowing,
  withWhatFollows: (correction, surroundings) => withItsResumption(SUSPENSIONS, correction, surroundings),
  alsoSaid: endsOfPointByNow,
  inconsistencyOf,
  holds,
  // As all that moves a point: no fact lies ahead, but for a clock that is behind that of whoever wrote it.
  standing: (life) => puntoClienteLife.judgedOn(life, LATEST) as PuntoCliente,
  say: (what, { before, after, fact: { on } }) => ({
    type: 'PuntoClienteRectified',
    data: { ...what, on, ...movedByRectification(before, after) },
  }),
};

/**
 * The events that rectify a fact of a point, with what follows from it, and what becomes of the point.
 * @throws DomainError one of `rectificationRefusals` and `otherFactsRefusals`, or FACT_FOLLOWS_ANOTHER
 */
export function rectifiedPoint(rectification: Rectification, known: Known): Rectified<PuntoCliente, PuntoClienteEvent> {
  return rectify(rule, rectification, known);
}

/** What the rectification of a fact of a point says of the point, before and after it. */
export function movedByRectification(before: PuntoCliente, after: PuntoCliente) {
  return {
    ...{ kind: after.kind, from: standingOf(before), to: standingOf(after) },
    standing: { suspensions: [...suspensionsOf(after)], ...activityOf(after) },
  };
}

/** Under which protocol a point has activity, and since when; nothing where it has none. */
function activityOf(point: PuntoCliente) {
  return point.status === 'ACTIVE' || point.status === 'SUSPENDED' ? { activity: { ...point.activity } } : {};
}
