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
import { ProtocolExpired, ProtocolResumed, ProtocolSuspended, ProtocolTerminated } from '#protocols';
import { PuntoClienteActivated } from '../domain/events.ts';
import { endPuntoClienteWithProtocol } from '../use-cases/end-punto-cliente-with-protocol.ts';
import { liftSuspensionOfPuntoCliente } from '../use-cases/lift-suspension-of-punto-cliente.ts';
import { suspendPuntoClienteByPolicy } from '../use-cases/suspend-punto-cliente-by-policy.ts';

/** Why a point is suspended with its protocol. */
const REASON = 'PROTOCOL_SUSPENDED';

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
  /** The suspension of the protocol that stands today. */
  readonly suspension?: ProtocolSuspension;
}

interface ProtocolSuspension {
  /** First day on which the protocol is suspended. */
  readonly suspendedOn: string;
  /** First day in force again, where it is known. */
  readonly until?: string | undefined;
}

const NONE: CoveredPoints = { active: [] };

/**
 * When a protocol ends, its points end with it; while it is suspended, so are they. An instance is a protocol; it folds
 * both sides of the rule, so that it does not matter which of the two, the end or the activation, comes first in the log.
 */
export const pointsFollowProtocol = defineProcessManager<CoveredPoints>({
  name: 'points-follow-protocol',
  gives: [endPuntoClienteWithProtocol, suspendPuntoClienteByPolicy, liftSuspensionOfPuntoCliente],
  on: [
    when(
      PuntoClienteActivated,
      (state, { stream }, protocolId) => {
        const known = state ?? NONE;
        const { active, end, suspension } = known;
        const pointId = idOf(stream);
        if (end) return { state: known, commands: [endOf(pointId, protocolId, end)] };
        const commands = suspension ? [suspensionOf(pointId, protocolId, suspension)] : [];
        return { state: { ...known, active: [...active.filter((other) => other !== pointId), pointId] }, commands };
      },
      protocolOf,
    ),
    when(ProtocolSuspended, (state = NONE, { data: { suspendedOn, until, to } }, protocolId) => {
      const suspension = { suspendedOn, ...(until === undefined ? {} : { until }) };
      // One that is recorded late may be over today: each point sees what it changes there.
      const commands = state.active.map((pointId) => suspensionOf(pointId, protocolId, suspension));
      return { state: to === 'SUSPENDED' ? { ...state, suspension } : state, commands };
    }),
    when(ProtocolResumed, (state = NONE, { data: { resumedOn, suspension: standing, to } }, protocolId) => {
      const { suspension: _over, ...rest } = state;
      const commands = state.active.flatMap((pointId) => [
        give(liftSuspensionOfPuntoCliente, { pointId, reason: REASON, resumedOn }),
        ...(standing ? [suspensionOf(pointId, protocolId, standing)] : []),
      ]);
      return { state: to === 'SUSPENDED' && standing ? { ...rest, suspension: standing } : rest, commands };
    }),
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

function suspensionOf(pointId: string, protocolId: string, { suspendedOn, until }: ProtocolSuspension): WantedCommand {
  const more = until === undefined ? {} : { until };
  return give(suspendPuntoClienteByPolicy, { pointId, protocolId, reason: REASON, suspendedOn, ...more });
}

function endOf(pointId: string, protocolId: string, end: ProtocolEnd): WantedCommand {
  return give(endPuntoClienteWithProtocol, { pointId, protocolId, ...end });
}
