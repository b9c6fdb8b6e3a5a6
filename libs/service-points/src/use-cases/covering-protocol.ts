import type { Absent } from '#kernel/domain';
import { protocolLife, type Protocol, type ProtocolEvent } from '#protocols';
import { LATEST, type Life } from '#use-cases/dated';
import type { Handover } from '../domain/handover.ts';
import type { Covering, CoveringProtocol } from '../domain/following-protocol.ts';

/** For which point, and up to which event of the protocol; all of them when absent. */
interface For {
  readonly pointId: string;
  readonly revision?: number | undefined;
}

/** What a protocol is to a point, day by day, by all that was written of it up to one of its events. */
export function coveringProtocol(
  protocolId: string,
  life: Life<ProtocolEvent>,
  { pointId, revision = Infinity }: For,
): CoveringProtocol {
  const last = withItsEnd(life, revision);
  const known = life.filter((written) => written.revision <= last);
  const facts = protocolLife.facts(known);
  const suspendedOn = new Set(
    facts.flatMap(({ event, on, counts }) => (counts && event.type === 'ProtocolSuspended' ? on : [])),
  );
  return {
    protocolId,
    days: facts.map(({ on }) => on),
    on: (day) => coveringIn(protocolLife.judgedOn(known, day), { pointId, wasSuspended: suspendedOn.has(day) }),
    handover: handoverOf(protocolId, known),
  };
}

/** A suspension that was over when it was recorded is written with its end: one is not known without the other. */
function withItsEnd(life: Life<ProtocolEvent>, revision: number): number {
  const [one, next] = [0, 1].map((more) => life.find((written) => written.revision === revision + more)?.event);
  if (one?.type !== 'ProtocolSuspended' || next?.type !== 'ProtocolResumed') return revision;
  return one.data.until === next.data.resumedOn ? revision + 1 : revision;
}

/** Between a protocol and the one that it renews, or that renews it, as it was rectified last; undefined where it never was. */
function handoverOf(protocolId: string, life: Life<ProtocolEvent>): Handover | undefined {
  const { event } = life.findLast((written) => movesHandover(written.event)) ?? {};
  if (event?.type !== 'ProtocolRectified') return undefined;
  const { endsWithIt, changes, reason, act } = event.data;
  const on = changes?.effectiveDate;
  if (on === undefined) return undefined;
  if (endsWithIt !== undefined) return { from: endsWithIt, to: protocolId, on, reason, act };
  const renewed = protocolLife.judgedOn(life, LATEST);
  return renewed.status === 'RENEWED' ? { from: protocolId, to: renewed.successorId, on, reason, act } : undefined;
}

function movesHandover({ type, data }: ProtocolEvent): boolean {
  return type === 'ProtocolRectified' && (data.endsWithIt !== undefined || data.of === 'ProtocolRenewed');
}

function coveringIn(
  protocol: Protocol | Absent,
  { pointId, wasSuspended }: { readonly pointId: string; readonly wasSuspended: boolean },
): Covering {
  switch (protocol.status) {
    case 'IN_FORCE':
    case 'SUSPENDED':
      if (!protocol.points.includes(pointId)) return { covers: false, reason: 'PROTOCOL_AMENDED' };
      return protocol.status === 'IN_FORCE'
        ? { covers: true, kinds: protocol.kinds, wasSuspended }
        : { covers: true, kinds: protocol.kinds, suspension: { until: protocol.suspension.until }, wasSuspended: true };
    case 'RENEWED': {
      const { passing, successorId } = protocol;
      return { covers: false, reason: 'PROTOCOL_RENEWED', ...(passing.includes(pointId) ? { successorId } : {}) };
    }
    case 'TERMINATED':
      return { covers: false, reason: 'PROTOCOL_TERMINATED' };
    case 'EXPIRED':
      return { covers: false, reason: 'PROTOCOL_EXPIRED' };
    default:
      return { covers: false, reason: 'PROTOCOL_NOT_IN_FORCE' };
  }
}
