import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import {
  ProtocolAmended,
  ProtocolExpired,
  ProtocolRectified,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSuspended,
  ProtocolTerminated,
} from '#protocols';
import { PuntoClienteActivated, PuntoClienteCoverageTransferred, PuntoClienteRectified } from '../domain/events.ts';
import { alignPuntoClienteWithProtocol } from '../use-cases/align-punto-cliente-with-protocol.ts';
import { endPuntoClienteWithProtocol } from '../use-cases/end-punto-cliente-with-protocol.ts';
import { liftSuspensionOfPuntoCliente } from '../use-cases/lift-suspension-of-punto-cliente.ts';
import { suspendPuntoClienteByPolicy } from '../use-cases/suspend-punto-cliente-by-policy.ts';
import { transferPuntoClienteCoverage } from '../use-cases/transfer-punto-cliente-coverage.ts';

interface CoveredPoints {
  /**
   * Ids of the points that ever had activity under the protocol: what is recorded late concerns also those that have ended
   * since, if they had it on its legal date.
   */
  readonly active: readonly string[];
  /** Revision of the last event of the protocol that points follow. */
  readonly revision?: number;
  /** As earlier versions remembered such an event. */
  readonly end?: unknown;
  readonly removed?: unknown;
  readonly suspension?: unknown;
}

const NONE: CoveredPoints = { active: [] };

/** What is rectified of these changes nothing for a point. */
const WITHOUT_CONSEQUENCE = [
  'ProtocolSignatureRecorded',
  'ProtocolSigned',
  'ProtocolForwardedToCentralOrganisation',
  'ProtocolForwardingAcknowledged',
  'ProtocolTerminationNotified',
];

/**
 * When a protocol ends, its points end with it, but for those that pass to the protocol that renews it; while it is
 * suspended, so are they; and what was rectified of it is rectified of them. An instance is a protocol; it folds both sides
 * of the rule, so that it does not matter which of the two, what happens to it or the activation, comes first in the log.
 */
export const pointsFollowProtocol = defineProcessManager<CoveredPoints>({
  name: 'points-follow-protocol',
  gives: [
    alignPuntoClienteWithProtocol,
    // What earlier versions have planned, and not given yet.
    ...[endPuntoClienteWithProtocol, transferPuntoClienteCoverage],
    ...[suspendPuntoClienteByPolicy, liftSuspensionOfPuntoCliente],
  ],
  on: [
    when(
      PuntoClienteActivated,
      (state = NONE, { stream }, protocolId) => active(state, protocolId, idOf(stream)),
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(
      PuntoClienteRectified,
      (state = NONE, { stream }, protocolId) => active(state, protocolId, idOf(stream)),
      ({ data: { standing } }) => (standing.activity ? [standing.activity.protocolId] : []),
    ),
    // The older protocol may have been suspended, which the newer one is not.
    when(
      PuntoClienteCoverageTransferred,
      (state = NONE, { stream }, protocolId) => ({
        state: begun(state, idOf(stream)),
        commands: [align(idOf(stream), protocolId, state.revision)],
      }),
      ({ data: { protocolId } }) => [protocolId],
    ),
    when(
      [ProtocolSuspended, ProtocolResumed, ProtocolTerminated, ProtocolExpired, ProtocolAmended, ProtocolRenewed],
      (state, { revision }, protocolId) => changed(state, protocolId, revision),
    ),
    when(ProtocolRectified, (state = NONE, { revision, data: { of } }, protocolId) =>
      WITHOUT_CONSEQUENCE.includes(of) ? { state } : changed(state, protocolId, revision),
    ),
  ],
  keys: ({ stream }) => [idOf(stream)],
});

/** A point has activity under the protocol, from a day on which that may have been suspended, or not in force. */
function active(state: CoveredPoints, protocolId: string, pointId: string): Reaction<CoveredPoints> {
  const { revision, end, removed, suspension } = state;
  const isUnremarkable = [revision, end, removed, suspension].every((known) => known === undefined);
  return { state: begun(state, pointId), commands: isUnremarkable ? [] : [align(pointId, protocolId, revision)] };
}

/** A point has activity under the protocol from now on. */
function begun(state: CoveredPoints, pointId: string): CoveredPoints {
  return { ...state, active: [...state.active.filter((other) => other !== pointId), pointId] };
}

function changed({ active }: CoveredPoints = NONE, protocolId: string, revision: number) {
  return { state: { active, revision }, commands: active.map((pointId) => align(pointId, protocolId, revision)) };
}

/** @param revision of the event of the protocol that the point is to follow; all that is known of it when absent */
function align(pointId: string, protocolId: string, revision: number | undefined): WantedCommand {
  const upTo = revision === undefined ? {} : { revision };
  return give(alignPuntoClienteWithProtocol, { pointId, protocolId, ...upTo });
}
