import {
  defineProcessManager,
  give,
  idOf,
  when,
  type EventOf,
  type Reaction,
  type RecordedEvent,
  type WantedCommand,
} from '#kernel/domain';
import { ProtocolExpired, ProtocolTerminated } from '#protocols';
import { PuntoClienteActivated } from '../domain/events.ts';
import { endPuntoClienteWithProtocol } from '../use-cases/end-punto-cliente-with-protocol.ts';

interface ProtocolEnd {
  readonly reason: 'PROTOCOL_EXPIRED' | 'PROTOCOL_TERMINATED';
  /** First day on which the protocol is no longer in force. */
  readonly endedOn: string;
}

interface CoveredPoints {
  /**
   * Ids of the points that ever had activity under the protocol: what is recorded late concerns also those that have ended
   * since, if they had it on its legal date.
   */
  readonly active: readonly string[];
  /** Kept for good: an activation may be written just after the end, by someone who looked just before. */
  readonly end?: ProtocolEnd;
}

/**
 * When a protocol ends, its points end with it. An instance is a protocol; it folds both sides of the rule, so that
 * it does not matter which of the two, the end or the activation, comes first in the log.
 */
export const pointsFollowProtocol = defineProcessManager<CoveredPoints>({
  name: 'points-follow-protocol',
  gives: [endPuntoClienteWithProtocol],
  on: [
    when(
      PuntoClienteActivated,
      (state, { stream }, protocolId) => {
        const { active, end } = state ?? { active: [] };
        const pointId = idOf(stream);
        if (end) return { state: { active, end }, commands: [endOf(pointId, protocolId, end)] };
        return { state: { active: [...active.filter((other) => other !== pointId), pointId] } };
      },
      protocolOf,
    ),
    when(ProtocolTerminated, (state, { data }, protocolId) =>
      over(state, protocolId, { reason: 'PROTOCOL_TERMINATED', endedOn: data.effectiveDate }),
    ),
    when(ProtocolExpired, (state, { data }, protocolId) =>
      over(state, protocolId, { reason: 'PROTOCOL_EXPIRED', endedOn: data.expiredOn }),
    ),
  ],
  keys: ({ stream }) => [idOf(stream)],
});

/** The protocol under which a point is active. */
function protocolOf({ data }: RecordedEvent<EventOf<typeof PuntoClienteActivated>>): [string] {
  return [data.protocolId];
}

function over(state: CoveredPoints | undefined, protocolId: string, end: ProtocolEnd): Reaction<CoveredPoints> {
  const active = state?.active ?? [];
  return { state: { active: [], end }, commands: active.map((pointId) => endOf(pointId, protocolId, end)) };
}

function endOf(pointId: string, protocolId: string, end: ProtocolEnd): WantedCommand {
  return give(endPuntoClienteWithProtocol, { pointId, protocolId, ...end });
}
