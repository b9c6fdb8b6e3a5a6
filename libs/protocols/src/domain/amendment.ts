import { isDeepStrictEqual } from 'node:util';
import { defineRefusals } from '#kernel/domain';
import { startOf, stateToday } from '#use-cases/dated';
import { amendedTerms, changedTerms, type Terms, type termsAfter } from './amended-terms.ts';
import type { Recorded } from './effect.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import type { BindingProtocol, PendingAmendment, Protocol } from './protocol-state.ts';

type Amended = Extract<ProtocolEvent, { readonly type: 'ProtocolAmended' }>;

/** So many amendments of one protocol are told with it; then it is renewed. */
export const MAX_AMENDMENTS = 100;

/** Why an amendment is refused. */
export const amendmentRefusals = defineRefusals({
  AMENDMENT_CHANGES_NOTHING: 'Points, kinds and duration stay as they are: say what the amendment changes.',
  AMENDMENT_PENDING:
    'An amendment signed before takes effect on {effectiveDate}: wait for that day, or withdraw that amendment.',
  AMENDMENT_BEFORE_SIGNATURE:
    '{effectiveDate} lies before the signature of {signedOn}: choose that day or a later one.',
  AMENDMENT_OUTSIDE_FORCE:
    '{effectiveDate} lies outside of the days on which it can be amended, from {from} until {until}, when it ends: choose a day ' +
    'between.',
  AMENDED_EXPIRY_PASSED: 'With {durationMonths} months it would have expired on {expiresOn}: choose a longer duration.',
  AMENDED_SINCE:
    'An amendment of a later day, recorded before, says otherwise of the points {points}: amend it as of today.',
  TOO_MANY_AMENDMENTS: 'It was amended {limit} times, which is the limit: renew it.',
});

/**
 * An amendment changes something, of a protocol that is in force on its day and has no other ahead.
 * @param signedOn day of the later signature
 * @throws DomainError those of {@link amendmentRefusals}
 */
export function requireAmendable(
  protocol: BindingProtocol,
  { points, kinds, durationMonths, expiresOn, added, removed }: Terms,
  { effectiveDate, signedOn }: { readonly effectiveDate: string; readonly signedOn: string },
): void {
  const { amendment, termination } = protocol;
  if (amendment) throw amendmentRefusals.AMENDMENT_PENDING({ effectiveDate: amendment.effectiveDate });
  const isSameSet = kinds.length === protocol.kinds.length && kinds.every((kind) => protocol.kinds.includes(kind));
  const isSame = isSameSet && durationMonths === protocol.durationMonths && added.length + removed.length === 0;
  if (isSame || points.length === 0) throw amendmentRefusals.AMENDMENT_CHANGES_NOTHING();
  if (effectiveDate < signedOn) throw amendmentRefusals.AMENDMENT_BEFORE_SIGNATURE({ effectiveDate, signedOn });
  const from = protocol.effectiveDate;
  const until = termination?.effectiveDate ?? protocol.expiresOn;
  if (effectiveDate < from || effectiveDate >= until) {
    throw amendmentRefusals.AMENDMENT_OUTSIDE_FORCE({ effectiveDate, from, until });
  }
  if (expiresOn <= effectiveDate) throw amendmentRefusals.AMENDED_EXPIRY_PASSED({ durationMonths, expiresOn });
}

/** An amendment in effect, as far as its own day tells. */
export function inEffect(
  protocol: BindingProtocol,
  { amendmentId, effectiveDate, ...change }: PendingAmendment,
): Amended {
  const { added, removed, ...terms } = amendedTerms(protocol, change);
  return {
    type: 'ProtocolAmended',
    data: {
      ...{ amendmentId, effectiveDate, durationMonths: terms.durationMonths, expiresOn: terms.expiresOn },
      ...{ points: [...terms.points], kinds: [...terms.kinds], changed: changedTerms(change) },
      ...{ added: [...added], removed: [...removed] },
    },
    effectiveAt: startOf(effectiveDate),
  };
}

/**
 * An amendment that is recorded on or after its day, and of whose points none of a later day says otherwise.
 * @param protocol as it stood on that day
 * @throws DomainError AMENDED_SINCE
 */
export function amended(protocol: BindingProtocol, pending: PendingAmendment, recorded: Recorded): Amended {
  const fact = amendedAmong(protocol, pending, recorded);
  const { standing, added, removed } = fact.data;
  if (!standing) return fact;
  const otherwise = [
    ...added.filter((point) => !standing.points.includes(point)),
    ...removed.filter((point) => standing.points.includes(point)),
  ];
  if (otherwise.length > 0) throw amendmentRefusals.AMENDED_SINCE({ points: otherwise });
  return fact;
}

/**
 * An amendment takes effect at 00:00 in Rome of its date: the terms are the amended ones from then on, but for what an
 * amendment of a later day has changed since.
 * @param protocol as it stood on that date
 */
export function amendedAmong(
  protocol: BindingProtocol,
  pending: PendingAmendment,
  { life, now, after = [] }: Recorded,
): Amended {
  const fact = inEffect(protocol, pending);
  const { points, kinds, durationMonths, expiresOn } = fact.data;
  const standing = termsOf(stateToday(protocolLife, life, now, ...after, fact) as Protocol);
  if (!standing || isDeepStrictEqual(standing, { points, kinds, durationMonths, expiresOn })) return fact;
  return { ...fact, data: { ...fact.data, standing } };
}

/** The terms that hold today once an amendment is recorded, also one of an earlier day than others. */
export function termsToday({ standing, ...amendment }: Amended['data']): ReturnType<typeof termsAfter> {
  const { points, kinds, durationMonths, expiresOn } = standing ?? amendment;
  return { points, kinds, durationMonths, expiresOn };
}

function termsOf(protocol: Protocol) {
  if (!('expiresOn' in protocol)) return undefined;
  const { points, kinds, durationMonths, expiresOn } = protocol;
  return { points: [...points], kinds: [...kinds], durationMonths, expiresOn };
}
