import { defineRefusals, isDomainError } from '#kernel/domain';

/** What binds a person's time on a service line. Times are RFC 3339, UTC, with milliseconds. */
interface Commitment {
  readonly kind: 'HOLD' | 'APPOINTMENT';
  readonly serviceLine: string;
  readonly startsAt: string;
  /** Exclusive: another commitment may start at this instant. */
  readonly endsAt: string;
  /** Of a HOLD: until then it is an open hold; afterwards it was released, or became an appointment. */
  readonly heldUntil?: string;
  /** Where it stands; unknown of what was claimed before that was written down. */
  readonly place?: Place;
}

/** ISTAT codes of region and province, and the code of the unit. */
interface Place {
  readonly region?: string;
  readonly province?: string;
  readonly unit?: string;
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
  PERSON_NOT_FREE:
    'The person cannot take this: choose another time or service line, or ask them, who see all that they have booked.',
  TOO_MANY_HOLDS: 'The person holds {open} slots, and {limit} is the limit: book one or give one up first.',
});

export const commitmentRefusals = Object.values(refuse);

/**
 * Refuses a commitment that does not fit beside those a person has. What is said follows from those alone that whoever
 * wants it may know; where the others stand in the way, that it cannot be is all that is said, and always alike: several
 * codes would tell when the person is expected elsewhere, and for what.
 * @param commitments those that were claimed and not released
 * @param now RFC 3339; what has ended by then no longer counts
 * @param mayKnow tells whether whoever wants it may know of what stands there
 * @throws DomainError APPOINTMENTS_OVERLAP | TOO_MANY_ON_SERVICE_LINE | TOO_MANY_HOLDS | PERSON_NOT_FREE
 */
export function refuseUnfit(
  wanted: Commitment,
  commitments: Iterable<Commitment>,
  { limits, now, mayKnow }: { limits: CommitmentLimits; now: string; mayKnow: (place: Place | undefined) => boolean },
): void {
  const all = [...commitments];
  const known = all.filter(({ place }) => mayKnow(place));
  refuseBeyondLimits(wanted, known, limits, now);
  if (known.length === all.length) return;
  try {
    refuseBeyondLimits(wanted, all, limits, now);
  } catch (refusal) {
    throw isDomainError(refusal) ? refuse.PERSON_NOT_FREE() : refusal;
  }
}

/**
 * Refuses a commitment that does not fit beside others.
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
