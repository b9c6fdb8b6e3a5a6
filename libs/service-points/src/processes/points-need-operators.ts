import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import { PuntoClienteActivated, PuntoClienteKindChanged, PuntoClienteRectified } from '../domain/events.ts';
import { OperatorRosterEntered, OperatorRosterLeft } from '../domain/roster/events.ts';
import { alignPuntoClienteWithOperators } from '../use-cases/align-punto-cliente-with-operators.ts';
import { liftSuspensionOfPuntoCliente } from '../use-cases/lift-suspension-of-punto-cliente.ts';
import { suspendPuntoClienteByPolicy } from '../use-cases/suspend-punto-cliente-by-policy.ts';

interface NeedingPoint {
  /** Ids of the entries in its roster whose act has not come yet: somebody may be about to be authorised. */
  readonly awaited?: readonly string[];
}

const NOBODY: NeedingPoint = {};

/**
 * A Punto Cliente di Servizio is staffed by authorised people of the host: while nobody is authorised on it, it is suspended (K6).
 * Whatever happens to an authorisation or to the point, late and rectified facts included, has the point looked at on all its days.
 * An instance is a point; it folds both sides of the rule, and waits for those who are about to be authorised.
 */
export const pointsNeedOperators = defineProcessManager<NeedingPoint>({
  name: 'points-need-operators',
  gives: [
    alignPuntoClienteWithOperators,
    // What earlier versions have planned, and not given yet.
    ...[suspendPuntoClienteByPolicy, liftSuspensionOfPuntoCliente],
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorRosterEntered,
      (state = NOBODY, { data: { entryId } }) => ({ state: { awaited: [...without(state, entryId), entryId] } }),
      pointOf,
    ),
    when(
      OperatorRosterLeft,
      (state = NOBODY, { data: { pointId, entryId, wasGranted } }) =>
        wasGranted ? { state: { awaited: without(state, entryId) } } : lookedAt(state, pointId, entryId),
      pointOf,
    ),
    when(
      [OperatorAuthorizationGranted, OperatorAuthorizationResumed, OperatorAuthorizationRectified],
      (state, { data: { pointId }, metadata: { commandId } }) => lookedAt(state, pointId, commandId),
      pointOf,
    ),
    when(
      [OperatorAuthorizationRevoked, OperatorAuthorizationExpired],
      (state, { data: { pointId } }) => lookedAt(state, pointId),
      pointOf,
    ),
    when(PuntoClienteActivated, (state, { data: { kind } }, pointId) =>
      kind === 'SERVIZIO' ? lookedAt(state, pointId) : { state },
    ),
    when([PuntoClienteKindChanged, PuntoClienteRectified], (state, _event, pointId) => lookedAt(state, pointId)),
  ],
});

function pointOf({ data: { pointId } }: { readonly data: { readonly pointId: string } }): readonly string[] {
  return [pointId];
}

function without({ awaited = [] }: NeedingPoint, entryId: string | undefined): readonly string[] {
  return awaited.filter((other) => other !== entryId);
}

/**
 * Has a point looked at, unless somebody is about to be authorised on it: whatever comes of that has it looked at then.
 * @param entryId the entry of which something has come
 */
function lookedAt(state: NeedingPoint = NOBODY, pointId: string, entryId?: string): Reaction<NeedingPoint> {
  const awaited = without(state, entryId);
  const commands = awaited.length > 0 ? [] : [give(alignPuntoClienteWithOperators, { pointId })];
  return { state: { awaited }, commands };
}
