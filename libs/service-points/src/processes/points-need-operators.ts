import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { romeDateOf } from '#italy';
import type { PointKind } from '#vocabulary';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteKindChanged,
  PuntoClienteResumed,
  PuntoClienteSuspended,
} from '../domain/events.ts';
import { isActiveAgain, receivesAgain } from '../domain/still-open.ts';
import { OperatorRosterEntered, OperatorRosterLeft } from '../domain/roster/events.ts';
import { liftSuspensionOfPuntoCliente } from '../use-cases/lift-suspension-of-punto-cliente.ts';
import { suspendPuntoClienteByPolicy } from '../use-cases/suspend-punto-cliente-by-policy.ts';

interface NeedingPoint {
  readonly kind?: PointKind;
  /** The protocol under which it has activity; absent while it has none. */
  readonly protocolId?: string;
  /** Ids of the authorisations on it, from their entry in its roster to their end; a suspension is no end. */
  readonly standing: readonly string[];
  /** Suspended because there was none. */
  readonly lacks: boolean;
}

const UNKNOWN: NeedingPoint = { standing: [], lacks: false };
const REASON = 'NO_AUTHORISED_OPERATOR';

/**
 * A Punto Cliente di Servizio is staffed by authorised people of the host: when the last authorisation on it has ended, it
 * is suspended at once (K6), and resumed when another is granted. An instance is a point; it folds both sides of the rule.
 */
export const pointsNeedOperators = defineProcessManager<NeedingPoint>({
  name: 'points-need-operators',
  gives: [suspendPuntoClienteByPolicy, liftSuspensionOfPuntoCliente],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorRosterEntered,
      (state = UNKNOWN, { data: { authorizationId } }) => ({
        state: { ...state, standing: [...without(state, authorizationId), authorizationId] },
      }),
      pointOf,
    ),
    when(
      OperatorRosterLeft,
      (state = UNKNOWN, { data: { pointId, authorizationId, wasGranted }, recordedAt }) =>
        wasGranted ? { state } : ended(state, pointId, authorizationId, romeDateOf(Date.parse(recordedAt))),
      pointOf,
    ),
    when(
      OperatorAuthorizationGranted,
      (state = UNKNOWN, { data: { pointId, grantedOn: resumedOn } }): Reaction<NeedingPoint> => {
        if (!state.lacks) return { state };
        return { state, commands: [give(liftSuspensionOfPuntoCliente, { pointId, reason: REASON, resumedOn })] };
      },
      pointOf,
    ),
    when(
      OperatorAuthorizationRevoked,
      (state = UNKNOWN, { stream, data: { pointId, revokedOn } }) => ended(state, pointId, idOf(stream), revokedOn),
      pointOf,
    ),
    when(
      OperatorAuthorizationExpired,
      (state = UNKNOWN, { stream, data: { pointId, expiredOn } }) => ended(state, pointId, idOf(stream), expiredOn),
      pointOf,
    ),
    when(PuntoClienteActivated, (state = UNKNOWN, { data }, pointId): Reaction<NeedingPoint> => {
      const { kind, protocolId, activatedOn, operatorsNamed = [] } = data;
      const next = { ...state, kind, protocolId, lacks: false };
      // Of an earlier version: it named its operators, and nobody has ended anything since.
      return operatorsNamed.length > 0 ? { state: next } : lookAt(next, pointId, activatedOn);
    }),
    when(PuntoClienteKindChanged, (state = UNKNOWN, { data: { kind, changedOn } }, pointId) =>
      lookAt({ ...state, kind }, pointId, changedOn),
    ),
    when(PuntoClienteSuspended, (state = UNKNOWN, { data }, pointId): Reaction<NeedingPoint> => {
      const { reason, suspendedOn } = data;
      if (reason !== REASON || receivesAgain(data)) return { state };
      const next = { ...state, lacks: true };
      if (state.standing.length === 0) return { state: next };
      // Somebody was authorised before this was written.
      const command = give(liftSuspensionOfPuntoCliente, { pointId, reason, resumedOn: suspendedOn });
      return { state: next, commands: [command] };
    }),
    when(PuntoClienteResumed, (state = UNKNOWN, { data: { reason } }) => ({
      state: { ...state, lacks: state.lacks && reason !== REASON },
    })),
    when(PuntoClienteCoverageTransferred, (state = UNKNOWN, { data: { protocolId, transferredOn } }, pointId) =>
      lookAt({ ...state, protocolId }, pointId, transferredOn),
    ),
    when(PuntoClienteDeactivated, (state = UNKNOWN, { data }) => {
      if (isActiveAgain(data)) return { state };
      const { protocolId: _over, ...rest } = state;
      return { state: { ...rest, lacks: false } };
    }),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

function without({ standing }: NeedingPoint, authorizationId: string): readonly string[] {
  return standing.filter((id) => id !== authorizationId);
}

function ended(state: NeedingPoint, pointId: string, authorizationId: string, on: string): Reaction<NeedingPoint> {
  if (!state.standing.includes(authorizationId)) return { state };
  return lookAt({ ...state, standing: without(state, authorizationId) }, pointId, on);
}

/** Nobody is left on a point that needs somebody. */
function lookAt(state: NeedingPoint, pointId: string, suspendedOn: string): Reaction<NeedingPoint> {
  const { kind, protocolId, standing, lacks } = state;
  if (kind !== 'SERVIZIO' || protocolId === undefined || standing.length > 0 || lacks) return { state };
  return {
    state,
    commands: [give(suspendPuntoClienteByPolicy, { pointId, protocolId, reason: REASON, suspendedOn })],
  };
}
