import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import { ProtocolExpired, ProtocolRenewed, ProtocolTerminated } from '#protocols';
import { OperatorAuthorizationGranted } from '../domain/authorization/events.ts';
import { PuntoClienteActivated, PuntoClienteCoverageTransferred } from '../domain/events.ts';
import { revokeAuthorizationByPolicy } from '../use-cases/authorization/by-policy.ts';

interface GrantedUnder {
  /** Ids of the authorisations granted under the protocol, with their points. */
  readonly granted: Readonly<Record<string, string>>;
  /** Ids of the points that ever had activity under it: their end takes the authorisations with it. */
  readonly active: readonly string[];
  /** First day on which the protocol is no longer in force. */
  readonly endedOn?: string;
  /** Ids of the points with activity that passed to its successor: the authorisations on them stand. */
  readonly passed?: readonly string[];
}

const NONE: GrantedUnder = { granted: {}, active: [] };

/**
 * An authorisation dies with the protocol that it was granted under (K6). Where the point has activity, its end says so; on
 * a point that has none, and for a grant that is written just after the end by someone who looked just before, this does.
 */
export const authorizationsFollowProtocol = defineProcessManager<GrantedUnder>({
  name: 'authorizations-follow-protocol',
  gives: [revokeAuthorizationByPolicy],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(
      OperatorAuthorizationGranted,
      (state = NONE, { stream, data: { pointId } }) => {
        const id = idOf(stream);
        if (state.passed?.includes(pointId)) return { state };
        if (state.endedOn !== undefined) return { state, commands: [revoke(id, state.endedOn)] };
        return { state: { ...state, granted: { ...state.granted, [id]: pointId } } };
      },
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(
      [PuntoClienteActivated, PuntoClienteCoverageTransferred],
      (state = NONE, { stream }) => ({
        state: { ...state, active: [...state.active.filter((id) => id !== idOf(stream)), idOf(stream)] },
      }),
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(ProtocolTerminated, (state, { data: { effectiveDate } }) => over(state, effectiveDate)),
    when(ProtocolExpired, (state, { data: { expiredOn } }) => over(state, expiredOn)),
    when(ProtocolRenewed, (state, { data: { effectiveDate, points } }) => over(state, effectiveDate, points)),
  ],
});

/** @param points that its successor covers */
function over(state: GrantedUnder = NONE, endedOn: string, points: readonly string[] = []): Reaction<GrantedUnder> {
  const { granted, active } = state;
  const left = Object.entries(granted).filter(([, pointId]) => !active.includes(pointId));
  const passed = active.filter((pointId) => points.includes(pointId));
  return { state: { granted: {}, active, endedOn, passed }, commands: left.map(([id]) => revoke(id, endedOn)) };
}

function revoke(authorizationId: string, revokedOn: string): WantedCommand {
  return give(revokeAuthorizationByPolicy, { authorizationId, reason: 'PROTOCOL_ENDED', revokedOn });
}
