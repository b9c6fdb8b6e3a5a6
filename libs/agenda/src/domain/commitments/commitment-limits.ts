import { defineRefusals } from '#kernel/domain';

/** What binds a person's time on a service line. Times are RFC 3339, UTC, with milliseconds. */
interface Commitment {
  readonly kind: 'HOLD' | 'APPOINTMENT';
  readonly serviceLine: string;
  readonly startsAt: string;
  /** Exclusive: another commitment may start at this instant. */
  readonly endsAt: string;
  /** Of a HOLD: until then it is an open hold; afterwards it was released, or became an appointment. */
  readonly heldUntil?: string;
}

/** How much one person may take. */
export interface CommitmentLimits {
  /** Holds and appointments of one service line that lie ahead. */
  readonly maxOpenPerServiceLine: number;
  /** Holds that are neither booked nor run out, over all service lines. */
  readonly maxOpenHolds: number;
}

const refuse = defineRefusals({
  APPOINTMENTS_OVERLAP:
    'From {startsAt} to {endsAt} the person has something else: choose another time, or give that up first.',
  TOO_MANY_ON_SERVICE_LINE:
    'The person has {open} open on {serviceLine}, and {limit} is the limit: cancel one, or wait until it is over.',
  TOO_MANY_HOLDS: 'The person holds {open} slots, and {limit} is the limit: book one or give one up first.',
});

export const commitmentRefusals = [refuse.APPOINTMENTS_OVERLAP, refuse.TOO_MANY_ON_SERVICE_LINE, refuse.TOO_MANY_HOLDS];

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
    throw refuse.APPOINTMENTS_OVERLAP({ startsAt: wanted.startsAt, endsAt: wanted.endsAt, with: { startsAt, endsAt } });
  }

  const { serviceLine } = wanted;
  const onLine = open.filter((other) => other.serviceLine === serviceLine).length;
  if (onLine >= limits.maxOpenPerServiceLine) {
    throw refuse.TOO_MANY_ON_SERVICE_LINE({ serviceLine, open: onLine, limit: limits.maxOpenPerServiceLine });
  }

  if (wanted.kind !== 'HOLD') return;
  const holds = open.filter((other) => other.kind === 'HOLD' && (other.heldUntil ?? now) > now).length;
  if (holds >= limits.maxOpenHolds) throw refuse.TOO_MANY_HOLDS({ open: holds, limit: limits.maxOpenHolds });
}
