import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import {
  ProtocolAmended,
  ProtocolExpired,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSuspended,
  ProtocolTerminated,
} from '#protocols';
import { PuntoClienteActivated, PuntoClienteCoverageTransferred } from '../domain/events.ts';
import { endPuntoClienteWithProtocol } from '../use-cases/end-punto-cliente-with-protocol.ts';
import { liftSuspensionOfPuntoCliente } from '../use-cases/lift-suspension-of-punto-cliente.ts';
import { suspendPuntoClienteByPolicy } from '../use-cases/suspend-punto-cliente-by-policy.ts';
import { transferPuntoClienteCoverage } from '../use-cases/transfer-punto-cliente-coverage.ts';

/** Why a point is suspended with its protocol. */
const REASON = 'PROTOCOL_SUSPENDED';

interface ProtocolEnd {
  readonly reason: 'PROTOCOL_EXPIRED' | 'PROTOCOL_TERMINATED' | 'PROTOCOL_RENEWED';
  /** First day on which the protocol is no longer in force. */
  readonly endedOn: string;
  /** Where it was renewed: its successor, and the points that pass to it. */
  readonly successor?: { readonly protocolId: string; readonly points: readonly string[] };
}

interface CoveredPoints {
  /**
   * Ids of the points that ever had activity under the protocol: what is recorded late concerns also those that have ended
   * since, if they had it on its legal date.
   */
  readonly active: readonly string[];
  /** Kept for good: an activation may be written just after the end, by someone who looked just before. */
  readonly end?: ProtocolEnd;
  /** Points that an amendment took away, with the first day without them. */
  readonly removed?: Readonly<Record<string, string>>;
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
 * When a protocol ends, its points end with it, but for those that pass to the protocol that renews it; while it is
 * suspended, so are they. An instance is a protocol; it folds both sides of the rule, so that it does not matter which of
 * the two, the end or the activation, comes first in the log.
 */
export const pointsFollowProtocol = defineProcessManager<CoveredPoints>({
  name: 'points-follow-protocol',
  gives: [
    endPuntoClienteWithProtocol,
    transferPuntoClienteCoverage,
    suspendPuntoClienteByPolicy,
    liftSuspensionOfPuntoCliente,
  ],
  on: [
    when(
      PuntoClienteActivated,
      (state, { stream }, protocolId) => begun(state, protocolId, idOf(stream)),
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(
      PuntoClienteCoverageTransferred,
      (state, { stream, data: { transferredOn: resumedOn } }, protocolId) => {
        const pointId = idOf(stream);
        const { commands = [], ...next } = begun(state, protocolId, pointId);
        // The older protocol may have been suspended, which the newer one is not.
        return {
          ...next,
          commands: [give(liftSuspensionOfPuntoCliente, { pointId, reason: REASON, resumedOn }), ...commands],
        };
      },
      ({ data: { protocolId } }) => [protocolId],
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
    when(ProtocolAmended, (state = NONE, { data: { effectiveDate: endedOn, removed, added } }, protocolId) => {
      const still = Object.entries(state.removed ?? {}).filter(([pointId]) => !added.includes(pointId));
      const gone = removed.map((pointId): [string, string] => [pointId, endedOn]);
      const commands = state.active
        .filter((pointId) => removed.includes(pointId))
        .map((pointId) => removalOf(pointId, protocolId, endedOn));
      return { state: { ...state, removed: Object.fromEntries([...still, ...gone]) }, commands };
    }),
    when(ProtocolRenewed, (state, { data: { effectiveDate: endedOn, successorId, points } }, protocolId) =>
      over(state, protocolId, {
        reason: 'PROTOCOL_RENEWED',
        endedOn,
        successor: { protocolId: successorId, points },
      }),
    ),
  ],
  keys: ({ stream }) => [idOf(stream)],
});

/** A point has activity under the protocol from now on. */
function begun(state: CoveredPoints = NONE, protocolId: string, pointId: string): Reaction<CoveredPoints> {
  const { end, suspension, removed } = state;
  const next = { ...state, active: [...state.active.filter((other) => other !== pointId), pointId] };
  if (end) return { state: next, commands: [consequenceOf(pointId, protocolId, end)] };
  const goneOn = removed?.[pointId];
  const commands = [
    ...(goneOn === undefined ? [] : [removalOf(pointId, protocolId, goneOn)]),
    ...(suspension ? [suspensionOf(pointId, protocolId, suspension)] : []),
  ];
  return { state: next, commands };
}

/** Its points are remembered: a suspension before the end may be recorded after it. */
function over(state: CoveredPoints = NONE, protocolId: string, end: ProtocolEnd): Reaction<CoveredPoints> {
  const { active } = state;
  return { state: { active, end }, commands: active.map((pointId) => consequenceOf(pointId, protocolId, end)) };
}

function suspensionOf(pointId: string, protocolId: string, { suspendedOn, until }: ProtocolSuspension): WantedCommand {
  const more = until === undefined ? {} : { until };
  return give(suspendPuntoClienteByPolicy, { pointId, protocolId, reason: REASON, suspendedOn, ...more });
}

function removalOf(pointId: string, protocolId: string, endedOn: string): WantedCommand {
  return give(endPuntoClienteWithProtocol, { pointId, protocolId, reason: 'PROTOCOL_AMENDED', endedOn });
}

function consequenceOf(pointId: string, protocolId: string, end: ProtocolEnd): WantedCommand {
  const { reason, endedOn, successor } = end;
  if (!successor?.points.includes(pointId)) {
    return give(endPuntoClienteWithProtocol, { pointId, protocolId, reason, endedOn });
  }
  const passes = { previousProtocolId: protocolId, protocolId: successor.protocolId, transferredOn: endedOn };
  return give(transferPuntoClienteCoverage, { pointId, ...passes });
}
