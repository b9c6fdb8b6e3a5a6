import { defineRefusals } from '#kernel/domain';
import { monthsAfter } from '#italy';
import type { PointKind } from '#vocabulary';
import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import type { BindingProtocol, PendingAmendment } from './protocol-state.ts';

/** What an amendment may change; what is absent stays as it is. */
export interface Change {
  readonly points?: readonly string[] | undefined;
  readonly kinds?: readonly PointKind[] | undefined;
  readonly durationMonths?: number | undefined;
}

/** The terms of a protocol, once an amendment is in effect. */
export interface Terms {
  readonly points: readonly string[];
  readonly kinds: readonly PointKind[];
  readonly durationMonths: number;
  /** First day no longer in force, counted from the entry into force. */
  readonly expiresOn: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** So many amendments of one protocol are told with it; then it is renewed. */
export const MAX_AMENDMENTS = 100;

/** What {@link requireAmendable} refuses. */
export const amendmentRefusals = defineRefusals({
  AMENDMENT_CHANGES_NOTHING: 'Points, kinds and duration stay as they are: say what the amendment changes.',
  AMENDMENT_PENDING: 'An amendment signed before takes effect on {effectiveDate}: wait for that day.',
  AMENDMENT_BEFORE_SIGNATURE:
    '{effectiveDate} lies before the signature of {signedOn}: choose that day or a later one.',
  AMENDMENT_OUTSIDE_FORCE:
    'It can be amended from {from} on, and before {until}, when it ends: {effectiveDate} lies outside. Choose a day between.',
  AMENDED_EXPIRY_PASSED: 'With {durationMonths} months it would have expired on {expiresOn}: choose a longer duration.',
  TOO_MANY_AMENDMENTS: 'It was amended {limit} times, which is the limit: renew it.',
});

/** The terms of a protocol as an amendment makes them. */
export function amendedTerms(protocol: BindingProtocol, change: Change): Terms {
  const points = [...new Set(change.points ?? protocol.points)];
  const kinds = [...new Set(change.kinds ?? protocol.kinds)];
  const durationMonths = change.durationMonths ?? protocol.durationMonths;
  return {
    ...{ points, kinds, durationMonths },
    // As it was, it may have been fixed by rules of before.
    expiresOn:
      change.durationMonths === undefined ? protocol.expiresOn : monthsAfter(protocol.effectiveDate, durationMonths),
    added: points.filter((point) => !protocol.points.includes(point)),
    removed: protocol.points.filter((point) => !points.includes(point)),
  };
}

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
  const { amendment, amendments = [], termination } = protocol;
  if (amendment) throw amendmentRefusals.AMENDMENT_PENDING({ effectiveDate: amendment.effectiveDate });
  if (amendments.length === MAX_AMENDMENTS) throw amendmentRefusals.TOO_MANY_AMENDMENTS({ limit: MAX_AMENDMENTS });
  const isSameSet = kinds.length === protocol.kinds.length && kinds.every((kind) => protocol.kinds.includes(kind));
  const isSame = isSameSet && durationMonths === protocol.durationMonths && added.length + removed.length === 0;
  if (isSame || points.length === 0) throw amendmentRefusals.AMENDMENT_CHANGES_NOTHING();
  if (effectiveDate < signedOn) throw amendmentRefusals.AMENDMENT_BEFORE_SIGNATURE({ effectiveDate, signedOn });
  const from = protocol.amendedOn ?? protocol.effectiveDate;
  const until = termination?.effectiveDate ?? protocol.expiresOn;
  if (effectiveDate < from || effectiveDate >= until) {
    throw amendmentRefusals.AMENDMENT_OUTSIDE_FORCE({ effectiveDate, from, until });
  }
  if (expiresOn <= effectiveDate) throw amendmentRefusals.AMENDED_EXPIRY_PASSED({ durationMonths, expiresOn });
}

/** An amendment takes effect at 00:00 in Rome of its date: the terms are the amended ones from then on. */
export function amended(
  protocol: BindingProtocol,
  { amendmentId, effectiveDate, ...change }: PendingAmendment,
): ProtocolEvent {
  const { added, removed, ...terms } = amendedTerms(protocol, change);
  return {
    type: 'ProtocolAmended',
    data: {
      ...{ amendmentId, effectiveDate, durationMonths: terms.durationMonths, expiresOn: terms.expiresOn },
      ...{ points: [...terms.points], kinds: [...terms.kinds], added: [...added], removed: [...removed] },
    },
    effectiveAt: startOf(effectiveDate),
  };
}
