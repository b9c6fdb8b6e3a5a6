import { defineRefusals, type Absent } from '#kernel/domain';
import type { Protocol } from './protocol-state.ts';

/** What a protocol must know of the one that it renews. */
export interface Predecessor {
  readonly status: string;
  readonly region: string;
  readonly hostId: string;
  readonly points: readonly string[];
}

/** @returns undefined where there is no such protocol */
export function predecessorFacts(found: Protocol | Absent): Predecessor | undefined {
  if (found.status === 'ABSENT') return undefined;
  const { status, region, host, points } = found;
  return { status, region, hostId: host.id, points };
}

/** What {@link requireRenewable} refuses. */
export const predecessorRefusals = defineRefusals({
  RENEWED_PROTOCOL_NOT_REGISTERED: 'There is no protocol {renews} to renew: correct the id, or leave it out.',
  RENEWED_PROTOCOL_OF_ANOTHER_REGION: 'The protocol to renew is of another region: name one of region {region}.',
  RENEWED_PROTOCOL_OF_ANOTHER_HOST: 'The protocol to renew is with another host: name one with the host {host}.',
  RENEWED_PROTOCOL_NOT_IN_FORCE: 'The protocol to renew is {state}: name one that is in force or has expired.',
  RENEWAL_COVERS_NO_POINT:
    'It names no point of the protocol that it renews: name one at least, or leave the renewal out.',
});

/**
 * A protocol renews one that is in force, or has expired, of the same region and host, and goes on with one of its points at
 * least. What stands in another region is told nothing of but that.
 * @throws DomainError those of {@link predecessorRefusals}
 */
export function requireRenewable(
  renews: string,
  predecessor: Predecessor | undefined,
  { region, hostId, points }: Omit<Predecessor, 'status'>,
): void {
  if (!predecessor) throw predecessorRefusals.RENEWED_PROTOCOL_NOT_REGISTERED({ renews });
  const { status } = predecessor;
  if (predecessor.region !== region) throw predecessorRefusals.RENEWED_PROTOCOL_OF_ANOTHER_REGION({ renews, region });
  if (predecessor.hostId !== hostId)
    throw predecessorRefusals.RENEWED_PROTOCOL_OF_ANOTHER_HOST({ renews, host: hostId });
  if (!['IN_FORCE', 'SUSPENDED', 'EXPIRED'].includes(status)) {
    throw predecessorRefusals.RENEWED_PROTOCOL_NOT_IN_FORCE({ renews, state: status });
  }
  if (!predecessor.points.some((point) => points.includes(point))) {
    throw predecessorRefusals.RENEWAL_COVERS_NO_POINT({ renews });
  }
}
