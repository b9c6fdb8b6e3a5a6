import { isDeepStrictEqual } from 'node:util';
import type { Absent } from '#kernel/domain';
import { startOf, stateToday, type Life } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import type { Protocol } from './protocol-state.ts';
import type { ProtocolStatus, Suspension, Termination } from './vocabulary.ts';

/** When something is added to a life, which decides what it changes of today. */
export interface Recorded {
  /** All that was written of the protocol. */
  readonly life: Life<ProtocolEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What the same command has decided before. */
  readonly after?: readonly ProtocolEvent[];
}

interface Effect {
  readonly from: ProtocolStatus;
  readonly to: ProtocolStatus;
}

type DataOf<Type extends ProtocolEvent['type']> = Omit<
  Extract<ProtocolEvent, { readonly type: Type }>['data'],
  keyof Effect | 'suspension'
>;

/** A protocol is suspended from 00:00 in Rome of a day on. */
export function suspended(data: Suspension, recorded: Recorded): ProtocolEvent {
  const fact = { type: 'ProtocolSuspended', data, effectiveAt: startOf(data.suspendedOn) } as const;
  return withStandingSuspension(withEffect(fact, recorded), recorded, data);
}

/** A suspended protocol binds again from 00:00 in Rome of a day on. */
export function resumed(data: DataOf<'ProtocolResumed'>, recorded: Recorded): ProtocolEvent {
  const fact = { type: 'ProtocolResumed', data, effectiveAt: startOf(data.resumedOn) } as const;
  return withStandingSuspension(withEffect(fact, recorded), recorded);
}

/** A protocol ends at 00:00 in Rome of the effective date of its termination. */
export function terminated(data: Termination, recorded: Recorded): ProtocolEvent {
  const fact = { type: 'ProtocolTerminated', data, effectiveAt: startOf(data.effectiveDate) } as const;
  return withEffect(fact, recorded, { from: 'IN_FORCE', to: 'TERMINATED' });
}

/** A protocol ends at 00:00 in Rome of the day on which its successor enters into force. */
export function renewed(data: DataOf<'ProtocolRenewed'>, recorded: Recorded): ProtocolEvent {
  const fact = { type: 'ProtocolRenewed', data, effectiveAt: startOf(data.effectiveDate) } as const;
  return withEffect(fact, recorded, { from: 'IN_FORCE', to: 'RENEWED' });
}

/** A protocol ends at 00:00 in Rome of the day of its expiry. */
export function expired(expiredOn: string, recorded: Recorded): ProtocolEvent {
  const fact = { type: 'ProtocolExpired', data: { expiredOn }, effectiveAt: startOf(expiredOn) } as const;
  return withEffect(fact, recorded, { from: 'IN_FORCE', to: 'EXPIRED' });
}

/** The protocol today, once all of that is recorded. */
function stateAfter({ life, now, after = [] }: Recorded): Protocol | Absent {
  return stateToday(protocolLife, life, now, ...after);
}

/** A fact whose data do not say yet what it changes of today. */
interface BareFact {
  readonly type: ProtocolEvent['type'];
  readonly data: object;
  readonly effectiveAt?: string;
}

/**
 * The fact with the state today, before and after it.
 * @param usual what it changes when it is recorded in time, which it then does not say
 */
function withEffect(fact: BareFact, { life, now, after = [] }: Recorded, usual?: Effect): ProtocolEvent {
  const { status: from } = stateAfter({ life, now, after });
  const { status: to } = stateAfter({ life, now, after: [...after, fact as ProtocolEvent] });
  const isUsual = from === usual?.from && to === usual.to;
  return { ...fact, data: { ...fact.data, ...(isUsual ? {} : { from, to }) } } as ProtocolEvent;
}

/** The fact with the suspension that stands today, where that is not the one it tells of itself. */
function withStandingSuspension(
  fact: ProtocolEvent,
  { life, now, after = [] }: Recorded,
  own?: Suspension,
): ProtocolEvent {
  const standing = stateAfter({ life, now, after: [...after, fact] });
  if (standing.status !== 'SUSPENDED' || isDeepStrictEqual(standing.suspension, own)) return fact;
  return { ...fact, data: { ...fact.data, suspension: standing.suspension } } as ProtocolEvent;
}
