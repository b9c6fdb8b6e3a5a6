import {
  defineProcessManager,
  give,
  idOf,
  when,
  type EventOf,
  type Reaction,
  type WantedCommand,
} from '#kernel/domain';
import { ProtocolExpired, ProtocolRectified, ProtocolRenewed, ProtocolTerminated } from '#protocols';
import { OperatorAuthorizationGranted } from '../domain/authorization/events.ts';
import { PuntoClienteActivated, PuntoClienteCoverageTransferred, PuntoClienteDeactivated } from '../domain/events.ts';
import { isActiveAgain } from '../domain/still-open.ts';
import { alignAuthorizationWithProtocol } from '../use-cases/authorization/align-authorization-with-protocol.ts';
import { revokeAuthorizationByPolicy } from '../use-cases/authorization/by-policy.ts';
import { restoreOperatorAuthorization } from '../use-cases/authorization/restore-operator-authorization.ts';

const REASON = 'PROTOCOL_ENDED';

interface GrantedUnder {
  /** Ids of the authorisations granted under the protocol that it has not revoked, with their points. */
  readonly granted: Readonly<Record<string, string>>;
  /** Ids of the points that have activity under it: their end takes the authorisations with it. */
  readonly active: readonly string[];
  /** First day on which the protocol is no longer in force, where it has ended. */
  readonly endedOn?: string | undefined;
  /** Ids of the points that passed to its successor: the authorisations on them stand. */
  readonly passed?: readonly string[];
  /** Those that its end revoked, with their points. */
  readonly revoked?: Readonly<Record<string, string>>;
  /** Those whose point has ended under it since its end, with their points. */
  readonly withPoint?: Readonly<Record<string, string>>;
}

const NONE: GrantedUnder = { granted: {}, active: [] };

/**
 * An authorisation dies with the protocol that it was granted under (K6). Where the point has activity, its end says so; on
 * a point that has none, and for a grant that is written just after the end by someone who looked just before, this does.
 * An end that is rectified moves that of the authorisations, or undoes it (T2).
 */
export const authorizationsDieWithProtocol = defineProcessManager<GrantedUnder>({
  name: 'authorizations-die-with-protocol',
  gives: [revokeAuthorizationByPolicy, restoreOperatorAuthorization, alignAuthorizationWithProtocol],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationGranted,
      (state = NONE, { stream, data: { pointId } }) => {
        const id = idOf(stream);
        const { endedOn, passed = [] } = state;
        if (endedOn === undefined || passed.includes(pointId)) {
          return { state: { ...state, granted: { ...state.granted, [id]: pointId } } };
        }
        return { state: { ...state, revoked: { ...state.revoked, [id]: pointId } }, commands: [revoke(id, endedOn)] };
      },
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(
      PuntoClienteActivated,
      // One of a day that has passed may have ended since.
      (state = NONE, { stream, data }) =>
        data.to === undefined || isActiveAgain(data) ? begun(state, idOf(stream)) : { state },
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(
      PuntoClienteCoverageTransferred,
      (state = NONE, { stream, data: { protocolId } }, key) =>
        key === protocolId ? begun(state, idOf(stream)) : passedLate(state, idOf(stream)),
      ({ data: { protocolId, previousProtocolId } }) => [protocolId, previousProtocolId],
    ),
    when(
      PuntoClienteDeactivated,
      (state = NONE, { stream, data }) => {
        if (isActiveAgain(data)) return { state };
        const ended = { ...state, active: without(state.active, idOf(stream)) };
        return state.endedOn === undefined ? { state: ended } : endedWithPoint(ended, idOf(stream));
      },
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(ProtocolTerminated, (state, { data: { effectiveDate } }) => over(state, effectiveDate)),
    when(ProtocolExpired, (state, { data: { expiredOn } }) =>
      // By its term before the end that was known: nothing has passed to a successor then.
      state?.endedOn === undefined ? over(state, expiredOn) : moved({ ...state, passed: [] }, expiredOn),
    ),
    when(ProtocolRenewed, (state, { data: { effectiveDate, points } }) => over(state, effectiveDate, points)),
    when(ProtocolRectified, (state = NONE, { data }) => moved(state, endOf(data))),
  ],
});

/** A point has activity under the protocol. */
function begun(state: GrantedUnder, pointId: string): Reaction<GrantedUnder> {
  return { state: { ...state, active: [...without(state.active, pointId), pointId] } };
}

/** A point has passed to the successor whose activity was not known when the protocol was renewed: the authorisations on it stand. */
function passedLate(state: GrantedUnder, pointId: string): Reaction<GrantedUnder> {
  const { endedOn, passed = [], revoked = {}, granted } = state;
  const isKnown = passed.includes(pointId);
  if (isKnown || endedOn === undefined) return { state };
  const back = Object.entries(revoked).filter(([, on]) => on === pointId);
  const others = Object.entries(revoked).filter(([, on]) => on !== pointId);
  return {
    state: {
      ...{ ...state, passed: [...passed, pointId] },
      ...{ granted: { ...granted, ...Object.fromEntries(back) }, revoked: Object.fromEntries(others) },
    },
    commands: back.map(([id]) => restore(id, endedOn)),
  };
}

/** The authorisations on a point end with it, or did with the protocol: the point may have begun after the end of that, as is known now. */
function endedWithPoint(state: GrantedUnder, pointId: string): Reaction<GrantedUnder> {
  const onIt = Object.entries(state.granted).filter(([, point]) => point === pointId);
  const others = Object.entries(state.granted).filter(([, point]) => point !== pointId);
  return {
    state: {
      ...{ ...state, granted: Object.fromEntries(others) },
      withPoint: { ...state.withPoint, ...Object.fromEntries(onIt) },
    },
    commands: onIt.map(([id]) => align(id)),
  };
}

function without(points: readonly string[], pointId: string): readonly string[] {
  return points.filter((id) => id !== pointId);
}

/** @param points that its successor covers */
function over(state: GrantedUnder = NONE, endedOn: string, points: readonly string[] = []): Reaction<GrantedUnder> {
  const { granted, active } = state;
  const isLeft = ([, pointId]: readonly [string, string]): boolean => !active.includes(pointId);
  const left = Object.entries(granted).filter(isLeft);
  const kept = Object.entries(granted).filter((one) => !isLeft(one));
  return {
    state: {
      ...{ granted: Object.fromEntries(kept), active, endedOn },
      ...{ passed: active.filter((pointId) => points.includes(pointId)), revoked: Object.fromEntries(left) },
    },
    commands: left.map(([id]) => revoke(id, endedOn)),
  };
}

/** Its end is known on another day, or it has none. */
function moved(state: GrantedUnder, endedOn: string | undefined): Reaction<GrantedUnder> {
  const { endedOn: before, revoked = {}, withPoint = {}, ...rest } = state;
  if (before === endedOn) return { state };
  if (before === undefined) return endedOn === undefined ? { state } : over(state, endedOn);
  const [ids, others] = [Object.keys(revoked), Object.keys(withPoint)];
  // What never was revoked by then needs no undoing: an earlier end goes first.
  const back = endedOn === undefined || before < endedOn ? [...ids, ...others].map((id) => restore(id, before)) : [];
  if (endedOn !== undefined) {
    const commands = [...back, ...ids.map((id) => revoke(id, endedOn)), ...others.map(align)];
    return { state: { ...state, endedOn }, commands };
  }
  const { passed: _none, ...standing } = rest;
  return { state: { ...standing, granted: { ...rest.granted, ...revoked, ...withPoint } }, commands: back };
}

/** First day on which a rectified protocol is no longer in force; undefined where it has not ended. */
function endOf({ to, standing }: EventOf<typeof ProtocolRectified>['data']): string | undefined {
  switch (to) {
    case 'TERMINATED':
      return standing.termination?.effectiveDate;
    case 'EXPIRED':
      return standing.expiresOn;
    case 'RENEWED':
      return standing.renewedOn;
    default:
      return undefined;
  }
}

function revoke(authorizationId: string, revokedOn: string): WantedCommand {
  return give(revokeAuthorizationByPolicy, { authorizationId, reason: REASON, revokedOn });
}

function align(authorizationId: string): WantedCommand {
  return give(alignAuthorizationWithProtocol, { authorizationId });
}

function restore(authorizationId: string, revokedOn: string): WantedCommand {
  return give(restoreOperatorAuthorization, { authorizationId, reason: REASON, revokedOn, resumedOn: revokedOn });
}
