import { isDeepStrictEqual } from 'node:util';
import type { LocalDate } from '#italy';
import {
  lifeOnce,
  rectify,
  refuseAsSet,
  stateToday,
  type Life,
  type Rectification,
  type RectificationRule,
  type Rectified,
} from '#use-cases/dated';
import { endsOfPuntoInpsByNow } from './ends-by-now.ts';
import { passedUnits } from './passed-units.ts';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife } from './punto-inps.ts';
import type { PuntoInps, StaffAssignment } from './punto-inps-state.ts';
import { ANNULLABLE, CORRECTABLE, holds, inconsistencyOf, withWhatFollows } from './rectification.ts';
import { SUSPENSIONS } from './suspension-kind.ts';

interface Known {
  readonly life: Life<PuntoInpsEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
}

/** What of a Punto INPS can be rectified. */
const rule: RectificationRule<PuntoInps, PuntoInpsEvent> = {
  told: puntoInpsLife,
  correctable: CORRECTABLE,
  annullable: ANNULLABLE,
  refuseOthers: (fact, facts) => {
    refuseAsSet(SUSPENSIONS, fact, facts);
  },
  withWhatFollows,
  alsoSaid: endsOfPuntoInpsByNow,
  inconsistencyOf,
  holds,
  standing: (life, now) => stateToday(puntoInpsLife, life, now) as PuntoInps,
  say: (what, { before: { status: from, staff }, after, fact: { on, event } }) => ({
    type: 'PuntoInpsRectified',
    data: {
      ...{ ...what, on, from, to: after.status, ...assignmentOf(event, [...staff, ...after.staff]) },
      standing: {
        ...(after.status === 'SUSPENDED' ? { suspension: after.suspension } : {}),
        referenceUnit: after.referenceUnit,
      },
    },
  }),
};

/**
 * The events that rectify a fact of a Punto INPS, with what follows from it, and what becomes of the point.
 * @throws DomainError one of `rectificationRefusals` and `otherFactsRefusals`, or RESUMPTION_AS_SET
 */
export function rectifiedPuntoInps(rectification: Rectification, known: Known): Rectified<PuntoInps, PuntoInpsEvent> {
  const result = rectify(rule, rectification, known);
  const events = result.events.map((event) => withPassedUnits(event, result.events, known));
  return { ...result, events };
}

/** What rectifies, with the units that were needed until other days than was known. */
function withPassedUnits(
  event: PuntoInpsEvent,
  all: readonly PuntoInpsEvent[],
  { life, now }: Pick<Known, 'life' | 'now'>,
): PuntoInpsEvent {
  if (event.type !== 'PuntoInpsRectified') return event;
  const passed = passedUnits(lifeOnce(puntoInpsLife, life, now, ...all));
  if (isDeepStrictEqual(passed, passedUnits(life))) return event;
  return { ...event, data: { ...event.data, standing: { ...event.data.standing, passed } } };
}

/** Whose assignment a fact of staff is of. */
function assignmentOf({ type, data }: PuntoInpsEvent, staff: readonly StaffAssignment[]) {
  if (type !== 'PuntoInpsStaffAssigned' && type !== 'PuntoInpsStaffReleased') return {};
  const { assignmentId } = data;
  const subject = staff.find((one) => one.assignmentId === assignmentId)?.subject;
  return subject === undefined ? {} : { assignmentId, subject };
}
