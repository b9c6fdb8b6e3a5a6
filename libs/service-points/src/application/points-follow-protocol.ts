import { defineProcessManager, idOf, type WantedCommand } from '#kernel';
import type { ProtocolEvent } from '#protocols';
import type { PuntoClienteEvent } from '../domain/events.ts';

interface ProtocolEnd {
  readonly reason: 'PROTOCOL_EXPIRED' | 'PROTOCOL_TERMINATED';
  /** First day on which the protocol is no longer in force. */
  readonly endedOn: string;
}

interface CoveredPoints {
  /** Ids of the points active under the protocol. */
  readonly active: readonly string[];
  /** Kept for good: an activation may be written just after the end, by someone who looked just before. */
  readonly end?: ProtocolEnd;
}

/**
 * When a protocol ends, its points end with it. An instance is a protocol; it folds both sides of the rule, so that
 * it does not matter which of the two, the end or the activation, comes first in the log.
 */
export const pointsFollowProtocol = defineProcessManager<CoveredPoints, ProtocolEvent | PuntoClienteEvent>({
  name: 'points-follow-protocol',
  keys: (event) => [
    event.type === 'PuntoClienteActivated' || event.type === 'PuntoClienteDeactivated'
      ? event.data.protocolId
      : idOf(event.stream),
  ],
  on: {
    PuntoClienteActivated: (state, { stream }, protocolId) => {
      const { active, end } = state ?? { active: [] };
      const pointId = idOf(stream);
      if (end) return { state: { active, end }, commands: [deactivate(pointId, protocolId, end)] };
      return { state: { active: [...active, pointId] } };
    },
    PuntoClienteDeactivated: (state, { stream }) => {
      if (!state) return { state };
      return { state: { ...state, active: state.active.filter((pointId) => pointId !== idOf(stream)) } };
    },
    ProtocolTerminated: (state, { data }, protocolId) =>
      over(state, protocolId, { reason: 'PROTOCOL_TERMINATED', endedOn: data.effectiveDate }),
    ProtocolExpired: (state, { data }, protocolId) =>
      over(state, protocolId, { reason: 'PROTOCOL_EXPIRED', endedOn: data.expiredOn }),
  },
});

function over(
  state: CoveredPoints | undefined,
  protocolId: string,
  end: ProtocolEnd,
): { state: CoveredPoints; commands: readonly WantedCommand[] } {
  const active = state?.active ?? [];
  return { state: { active: [], end }, commands: active.map((pointId) => deactivate(pointId, protocolId, end)) };
}

function deactivate(pointId: string, protocolId: string, end: ProtocolEnd): WantedCommand {
  return { name: 'EndPuntoClienteWithProtocol', data: { pointId, protocolId, ...end } };
}
