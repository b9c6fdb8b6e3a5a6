import type { LocalDate } from '#italy';
import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import {
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
} from '../domain/authorization/events.ts';
import { PuntoClienteActivated, PuntoClienteDeactivated, PuntoClienteRectified } from '../domain/events.ts';
import { isActiveAgain } from '../domain/still-open.ts';
import { alignAuthorizationWithEndOfPoint } from '../use-cases/authorization/align-authorization-with-end-of-point.ts';
import { revokeAuthorizationByPolicy } from '../use-cases/authorization/by-policy.ts';

interface EndingPoint {
  /** The authorisations that ever were granted on the point, with the day of each. */
  readonly granted: Readonly<Record<string, LocalDate>>;
  /** An end of it is known, or was. */
  readonly hasEnded?: true;
}

const NOBODY: EndingPoint = { granted: {} };

/**
 * An authorisation ends with its point (K7), and on no other day (T1, T2): what is recorded late of the two, rectified or undone has it
 * looked at on all its days. That an end which is told in time ends those who are authorised then is said by the process that follows
 * the point. An instance is a point; it folds both sides.
 */
export const authorizationsEndWithPoint = defineProcessManager<EndingPoint>({
  name: 'authorizations-end-with-point',
  gives: [alignAuthorizationWithEndOfPoint, revokeAuthorizationByPolicy],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationGranted,
      (state = NOBODY, { stream, data: { grantedOn } }) =>
        lookedAt(grantedSince(state, idOf(stream), grantedOn), stream),
      pointOf,
    ),
    when(
      OperatorAuthorizationRectified,
      (state = NOBODY, { stream, data: { standing } }) =>
        lookedAt(grantedSince(state, idOf(stream), standing.grantedOn), stream),
      pointOf,
    ),
    when(
      OperatorAuthorizationResumed,
      // The point may have ended while it was taken for ended, or just before this was written.
      (state, { stream, data: { undoes } }) => (undoes === undefined ? { state } : lookedAt(state, stream)),
      pointOf,
    ),
    when(PuntoClienteDeactivated, (state = NOBODY, { data }) => {
      const ended: EndingPoint = { ...state, hasEnded: true };
      return isActiveAgain(data) ? allLookedAt(ended) : { state: ended };
    }),
    when(PuntoClienteActivated, (state) => (state?.hasEnded ? allLookedAt(state) : { state })),
    when(PuntoClienteRectified, (state, { data: { of, on, changes } }) => {
      if (!state?.hasEnded || (of !== 'PuntoClienteDeactivated' && of !== 'PuntoClienteActivated')) return { state };
      const { state: next, commands = [] } = allLookedAt(state);
      return {
        state: next,
        commands: [...grantedAfter(state, { from: changes?.deactivatedOn, until: on }), ...commands],
      };
    }),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

function grantedSince(state: EndingPoint, id: string, grantedOn: LocalDate | undefined): EndingPoint {
  return grantedOn === undefined ? state : { ...state, granted: { ...state.granted, [id]: grantedOn } };
}

/** Has an authorisation looked at, once its point has ended. */
function lookedAt(state: EndingPoint | undefined, stream: string): Reaction<EndingPoint> {
  return { state, commands: state?.hasEnded ? [align(idOf(stream))] : [] };
}

function allLookedAt(state: EndingPoint): Reaction<EndingPoint> {
  return { state, commands: Object.keys(state.granted).map(align) };
}

/**
 * Those that were granted between the day of an end and the later one that it was taken for: as one that is granted after an end which is
 * recorded late, each ends on its own day.
 */
function grantedAfter(
  { granted }: EndingPoint,
  { from: revokedOn, until }: { readonly from: LocalDate | undefined; readonly until: LocalDate },
): WantedCommand[] {
  if (revokedOn === undefined) return [];
  const between = Object.entries(granted).filter(([, grantedOn]) => revokedOn <= grantedOn && grantedOn < until);
  return between.map(([authorizationId]) =>
    give(revokeAuthorizationByPolicy, { authorizationId, reason: 'POINT_DEACTIVATED', revokedOn }),
  );
}

function align(authorizationId: string): WantedCommand {
  return give(alignAuthorizationWithEndOfPoint, { authorizationId });
}
