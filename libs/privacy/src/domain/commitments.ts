import { DomainError } from '#kernel';

/** What binds a person's time on a service line. Times are RFC 3339, UTC, with milliseconds. */
export interface Commitment {
  readonly kind: 'HOLD' | 'APPOINTMENT';
  readonly serviceLine: string;
  readonly startsAt: string;
  /** Exclusive: another commitment may start at this instant. */
  readonly endsAt: string;
  /** Of a HOLD: until then it is an open hold; afterwards it was released, or became an appointment. */
  readonly heldUntil?: string;
}

/** How much one person may take; choices of ours, hence configuration. */
export interface CommitmentLimits {
  /** Holds and appointments of one service line that lie ahead. */
  readonly maxOpenPerServiceLine: number;
  /** Holds that are neither booked nor run out, over all service lines. */
  readonly maxOpenHolds: number;
}

export const DEFAULT_COMMITMENT_LIMITS: CommitmentLimits = { maxOpenPerServiceLine: 1, maxOpenHolds: 2 };

/**
 * Refuses a commitment that does not fit beside those a person has.
 * @param commitments those that were claimed and not released
 * @param now RFC 3339; what has ended by then no longer counts
 * @throws DomainError APPOINTMENTS_OVERLAP | TOO_MANY_ON_SERVICE_LINE | TOO_MANY_HOLDS
 */
export function refuseBeyondLimits(
  wanted: Commitment,
  commitments: Iterable<Commitment>,
  limits: CommitmentLimits,
  now: string,
): void {
  const open = [...commitments].filter(({ endsAt }) => endsAt > now);

  const overlapping = open.find((other) => other.startsAt < wanted.endsAt && wanted.startsAt < other.endsAt);
  if (overlapping) {
    const { startsAt, endsAt } = overlapping;
    throw new DomainError('APPOINTMENTS_OVERLAP', {
      startsAt: wanted.startsAt,
      endsAt: wanted.endsAt,
      with: { startsAt, endsAt },
    });
  }

  const { serviceLine } = wanted;
  const onLine = open.filter((other) => other.serviceLine === serviceLine).length;
  if (onLine >= limits.maxOpenPerServiceLine) {
    throw new DomainError('TOO_MANY_ON_SERVICE_LINE', {
      serviceLine,
      open: onLine,
      limit: limits.maxOpenPerServiceLine,
    });
  }

  if (wanted.kind !== 'HOLD') return;
  const holds = open.filter((other) => other.kind === 'HOLD' && (other.heldUntil ?? now) > now).length;
  if (holds >= limits.maxOpenHolds) {
    throw new DomainError('TOO_MANY_HOLDS', { open: holds, limit: limits.maxOpenHolds });
  }
}
