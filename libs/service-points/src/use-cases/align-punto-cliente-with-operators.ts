import { defineRefusal, type Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineCommandOn, fact, factsListed } from '#use-cases';
import { LATEST } from '#use-cases/dated';
import {
  isExpiredInError,
  operatorAuthorization,
  type LivedAuthorization,
} from '../domain/authorization/operator-authorization.ts';
import { followingOperators, type Staffing } from '../domain/following-operators.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { POINT_STATES } from '../domain/vocabulary.ts';
import { entriesOn, everOn, operatorRoster, type Entry } from '../domain/roster/operator-roster.ts';
import { NO_PERSON, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

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
    counted: fact(operatorRoster, pointId, entriesOn),
  },
  refuses: [alreadyStaffed],
  decide: (_input, lived, { authorizations, counted, ...known }) => {
    const events = followingOperators(lived, staffingOf([...authorizations.values()], counted), known);
    if (events.length === 0) throw alreadyStaffed();
    return events;
  },
});

/**
 * @param authorizations that ever were counted on the point
 * @param counted those that are granted on it today, or about to be
 */
function staffingOf(authorizations: readonly (LivedAuthorization | Absent)[], counted: readonly Entry[]): Staffing {
  const { told } = operatorAuthorization;
  const lived = authorizations.filter((one) => one.status !== 'ABSENT');
  return {
    days: lived.flatMap(({ life }) => told.facts(life).map(({ on }) => on)),
    isStaffedOn: (day, pointOn) =>
      lived.some((authorization) => {
        const then = told.judgedOn(authorization.life, day);
        // A suspension is no end.
        if (then.status === 'GRANTED' || then.status === 'SUSPENDED') return true;
        if (then.status !== 'REVOKED' && then.status !== 'EXPIRED') return false;
        return isAboutToGoOn(authorization, counted, pointOn);
      }),
  };
}

/**
 * Tells whether an authorisation has ended with an end of the point, or of its protocol, that is none, or for want of a review that was
 * made: it is restored, by a process that may not have come to it yet, unless the person was authorised anew.
 */
function isAboutToGoOn(
  { life, id, subject }: LivedAuthorization,
  counted: readonly Entry[],
  pointOn: (day: LocalDate) => { readonly status: string; readonly activity?: { readonly protocolId: string } },
): boolean {
  const last = operatorAuthorization.told.judgedOn(life, LATEST);
  if (counted.some((entry) => entry.subject === subject && entry.authorizationId !== id)) return false;
  const isReviewed: boolean = isExpiredInError(last);
  if (isReviewed) return true;
  if (last.status !== 'REVOKED') return false;
  const { reason, on } = last.ended;
  const point = pointOn(on);
  if (point.status !== 'ACTIVE' && point.status !== 'SUSPENDED') return false;
  return (
    reason === 'POINT_DEACTIVATED' || (reason === 'PROTOCOL_ENDED' && point.activity?.protocolId === last.protocolId)
  );
}
