import { defineRefusals, isDomainError, toTimestamp } from '#kernel/domain';
import type { Commitment, GivenUp, KnownCommitment, Taken } from '#vocabulary';

/** How much one person may take. */
export interface CommitmentLimits {
  /** Holds and appointments of one service line that lie ahead. */
  readonly maxOpenPerServiceLine: number;
  /** Holds that are neither booked nor run out, over all service lines. */
  readonly maxOpenHolds: number;
  /** How often within an hour, and within 24, places may be taken and none be kept. */
  readonly maxGivenUpPerHour: number;
  readonly maxGivenUpPerDay: number;
}

const HOUR_MS = 3_600_000;

const refuse = defineRefusals({
  APPOINTMENTS_OVERLAP:
    'From {startsAt} to {endsAt} the person has something else: choose another time, or give that up first.',
  TOO_MANY_ON_SERVICE_LINE:
    'The person has {open} open on {serviceLine}, and {limit} is the limit: cancel one, or wait until it is over.',
  PERSON_NOT_FREE:
    'The person cannot take this: choose another time or service line, or ask them, who see all that they have booked.',
  TOO_MANY_HOLDS:
    'The person took {open} holds whose time has not passed, and {limit} is the limit: wait for that, or give one up.',
  TOO_MANY_GIVEN_UP:
    'Within {hours} hours places were taken {limit} times for the person and not kept, which is the limit: take others later.',
});

export const commitmentRefusals = Object.values(refuse);
/** What somebody is told who may not know why a person cannot take something. */
export const personNotFree = refuse.PERSON_NOT_FREE;

/**
 * Refuses a commitment that does not fit beside what a person has taken. What is said follows from that alone which
 * whoever wants it may know; where the rest stands in the way, that it cannot be is all that is said, and always alike:
 * several codes would tell when the person is expected elsewhere, and for what.
 * @param now RFC 3339; what has ended by then no longer counts
 * @param mayKnow tells whether whoever wants it may know of what stands there
 * @throws DomainError APPOINTMENTS_OVERLAP | TOO_MANY_ON_SERVICE_LINE | TOO_MANY_HOLDS | TOO_MANY_GIVEN_UP |
 *   PERSON_NOT_FREE
 */
export function refuseUnfit(
  wanted: Commitment,
  taken: Taken,
  { limits, now, mayKnow }: { limits: CommitmentLimits; now: string; mayKnow: (place: Commitment['place']) => boolean },
): void {
  const { givenUp } = taken;
  // What is left counts for nobody, whoever knows of what it is left for.
  const commitments = withoutReplaced(wanted, [...taken.commitments]);
  const known = {
    commitments: commitments.filter(({ place }) => mayKnow(place)),
    givenUp: givenUp.filter(({ place }) => mayKnow(place)),
  };
  refuseBeyondLimits(wanted, known, limits, now);
  if (known.commitments.length === commitments.length && known.givenUp.length === givenUp.length) return;
  try {
    refuseBeyondLimits(wanted, { commitments, givenUp }, limits, now);
  } catch (refusal) {
    throw isDomainError(refusal) ? refuse.PERSON_NOT_FREE() : refusal;
  }
}

/**
 * Refuses a commitment that does not fit beside what a person has taken; one that comes in the stead of another fits where
 * that would leave room (A8).
 * @param now RFC 3339; what has ended by then no longer counts
 * @throws DomainError APPOINTMENTS_OVERLAP | TOO_MANY_ON_SERVICE_LINE | TOO_MANY_HOLDS | TOO_MANY_GIVEN_UP
 */
export function refuseBeyondLimits(
  wanted: Commitment,
  { commitments, givenUp }: Taken,
  limits: CommitmentLimits,
  now: string,
): void {
  const open = withoutReplaced(wanted, [...commitments]).filter(({ endsAt }) => endsAt > now);

  const overlapping = open.find((other) => other.startsAt < wanted.endsAt && wanted.startsAt < other.endsAt);
  if (overlapping) {
    const { startsAt, endsAt } = overlapping;
    throw refuse.APPOINTMENTS_OVERLAP({ startsAt: wanted.startsAt, endsAt: wanted.endsAt, with: { startsAt, endsAt } });
  }

  // Who comes with somebody takes no place: it is not theirs.
  if (wanted.kind === 'SECOND_PERSON') return;
  const { serviceLine } = wanted;
  // While somebody moves, both places bind their time, and are one appointment.
  const inStead = new Set(open.map(({ replaces }) => replaces));
  const own = open.filter(({ kind }) => kind !== 'SECOND_PERSON');
  const onLine = own.filter((other) => other.serviceLine === serviceLine && !inStead.has(other.commitmentId)).length;
  if (onLine >= limits.maxOpenPerServiceLine) {
    throw refuse.TOO_MANY_ON_SERVICE_LINE({ serviceLine, open: onLine, limit: limits.maxOpenPerServiceLine });
  }

  const holds = open.filter((other) => other.kind === 'HOLD' && (other.heldUntil ?? now) > now).length;
  if (wanted.kind === 'HOLD' && holds >= limits.maxOpenHolds) {
    throw refuse.TOO_MANY_HOLDS({ open: holds, limit: limits.maxOpenHolds });
  }
  refuseTooManyGivenUp({ givenUp, holds }, limits, now);
}

/** Without what a commitment comes in the stead of: who moves on at once may not have been given back what they left first. */
function withoutReplaced(
  { replaces }: Commitment,
  commitments: readonly KnownCommitment[],
): readonly KnownCommitment[] {
  const before = new Map(commitments.map((one) => [one.commitmentId, one.replaces]));
  const left = new Set<string>();
  for (let one = replaces; one !== undefined && !left.has(one); one = before.get(one)) left.add(one);
  return commitments.filter(({ commitmentId }) => !left.has(commitmentId));
}

/**
 * Places of a hold are free at once when it ends, so that nobody can make an agenda look full by holding all it has, one
 * after the other; and those of a cancelled appointment are not, so that booking must not be the way to do it either.
 * A hold counts until its time has passed, booked or not: nobody knows yet what comes of it, and booking it claims nothing anew.
 */
function refuseTooManyGivenUp(
  { givenUp, holds }: { readonly givenUp: readonly GivenUp[]; readonly holds: number },
  { maxGivenUpPerHour, maxGivenUpPerDay }: CommitmentLimits,
  now: string,
): void {
  for (const [hours, limit] of [
    [1, maxGivenUpPerHour],
    [24, maxGivenUpPerDay],
  ] as const) {
    const since = toTimestamp(Date.parse(now) - hours * HOUR_MS);
    const count = holds + givenUp.filter(({ claimedAt }) => claimedAt > since).length;
    if (count >= limit) throw refuse.TOO_MANY_GIVEN_UP({ hours, limit });
  }
}
