import { defineRefusal, type Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineCommandOn, fact, factsListed } from '#use-cases';
import { LATEST, lifeOnce } from '#use-cases/dated';
import {
  isExpiredInError,
  operatorAuthorization,
  type LivedAuthorization,
} from '../domain/authorization/operator-authorization.ts';
import {
  hasEnded,
  isLeftEnded,
  type EndedAuthorization,
} from '../domain/authorization/operator-authorization-state.ts';
import { followingOperators, type Staffing } from '../domain/following-operators.ts';
import type { Taken } from '../domain/legal-effect.ts';
import { puntoCliente, type LivedPoint } from '../domain/punto-cliente.ts';
import { POINT_STATES } from '../domain/vocabulary.ts';
import { entriesOn, everOn, operatorRoster, type Entry } from '../domain/roster/operator-roster.ts';
import { followingEndOfPoint } from './authorization/following-end-of-point.ts';
import { NO_PERSON, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

const { told } = operatorAuthorization;

/** Has a point be suspended on the days on which nobody is authorised on it. */
export class AlignPuntoClienteWithOperators extends OnPuntoCliente {}

const alreadyStaffed = defineRefusal(
  'ALREADY_ALIGNED_WITH_OPERATORS',
  'The point is what it should be with its operators: nothing is left to do.',
  'already-so',
);

/**
 * A Punto Cliente di Servizio is suspended from the end of the last authorisation on it until the next one (K6), on the legal
 * dates of these, whatever has become of the point since (T1); and what has lost its cause is undone (T2).
 */
export const alignPuntoClienteWithOperators = defineCommandOn(puntoCliente)({
  input: AlignPuntoClienteWithOperators,
  summary: 'Has a point be suspended on the days on which nobody is authorised on it.',
  id: pointId,
  by: NO_PERSON,
  in: POINT_STATES,
  needs: {
    authorizations: factsListed(fact(operatorRoster, pointId, everOn), operatorAuthorization, (found) => found),
    entries: fact(operatorRoster, pointId, entriesOn),
  },
  refuses: [alreadyStaffed],
  decide: (_input, lived, { authorizations, entries, ...known }) => {
    const counted = { authorizations: [...authorizations.values()], entries };
    const events = followingOperators(lived, staffingOf(counted, lived, known), known);
    if (events.length === 0) throw alreadyStaffed();
    return events;
  },
});

interface Counted<Authorization> {
  /** Those that ever were counted on the point. */
  readonly authorizations: readonly Authorization[];
  /** What is counted on it now. */
  readonly entries: readonly Entry[];
}

function staffingOf(
  { authorizations, entries }: Counted<LivedAuthorization | Absent>,
  point: LivedPoint,
  taken: Taken,
): Staffing {
  const known = authorizations.filter((one) => one.status !== 'ABSENT');
  const lived = known.map((one) => onceAligned(one, { authorizations: known, entries }, point, taken));
  const goingOn = new Set(lived.filter((one) => isAboutToGoOn(one, lived, point)));
  const found = new Map<LocalDate, boolean>();
  const isStaffedOn = (day: LocalDate): boolean =>
    lived.some((authorization) => {
      const then = told.judgedOn(authorization.life, day);
      // A suspension is no end.
      return then.status === 'GRANTED' || then.status === 'SUSPENDED' || (hasEnded(then) && goingOn.has(authorization));
    });
  return {
    days: lived.flatMap(daysOf),
    isStaffedOn: (day) => {
      const isStaffed = found.get(day) ?? isStaffedOn(day);
      found.set(day, isStaffed);
      return isStaffed;
    },
  };
}

function daysOf({ life }: LivedAuthorization): readonly LocalDate[] {
  return told.facts(life).map(({ on }) => on);
}

/** An authorisation that ended with the point, as the process makes it that has it end on the right day, and may not have come to it yet. */
function onceAligned(
  authorization: LivedAuthorization,
  counted: Counted<LivedAuthorization>,
  point: LivedPoint,
  taken: Taken,
): LivedAuthorization {
  const { life } = authorization;
  const last = told.judgedOn(life, LATEST);
  if (last.status !== 'REVOKED' || last.ended.reason !== 'POINT_DEACTIVATED') return authorization;
  const events = followingEndOfPoint(authorization, { point, ...counted }, taken);
  return { ...authorization, life: lifeOnce(told, life, taken.now, ...events) };
}

/**
 * Tells whether an authorisation has ended with an end of its protocol that is none, or for want of a review that was
 * made: it is restored, by a process that may not have come to it yet, unless the person was authorised anew.
 */
function isAboutToGoOn(
  authorization: LivedAuthorization,
  all: readonly LivedAuthorization[],
  point: LivedPoint,
): boolean {
  const last = told.judgedOn(authorization.life, LATEST);
  if (!hasEnded(last) || isLeftEnded(last)) return false;
  if (isAuthorisedAnew(authorization, last.ended.on, all)) return false;
  switch (last.ended.reason) {
    case undefined:
      return isExpiredInError(last);
    case 'PROTOCOL_ENDED':
      return wentOnUnder(last, point);
    default:
      return false;
  }
}

/**
 * Tells whether the person of an authorisation had another on the point when it ended, or since: it may be over by now, and what was
 * refused for it is not tried again. Where it is restored all the same, its resumption has the point looked at.
 */
function isAuthorisedAnew(
  { id, subject }: LivedAuthorization,
  endedOn: LocalDate,
  all: readonly LivedAuthorization[],
): boolean {
  return all
    .filter((other) => other.subject === subject && other.id !== id)
    .some((other) =>
      [endedOn, ...daysOf(other).filter((day) => day > endedOn)].some(
        (day) => !hasEnded(told.judgedOn(other.life, day)),
      ),
    );
}

/** Tells whether a point has activity, under the protocol of an authorisation, on the day on which that ended with it. */
function wentOnUnder({ protocolId, ended }: EndedAuthorization, point: LivedPoint): boolean {
  const then = puntoCliente.judgedOn(point, ended.on);
  const isActive = then.status === 'ACTIVE' || then.status === 'SUSPENDED';
  return isActive && then.activity.protocolId === protocolId;
}
