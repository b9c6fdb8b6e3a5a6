import { romeDateAt, type LocalDate } from '#italy';
import { LATEST } from '#use-cases/dated';
import { PARTIES, type Signature } from './vocabulary.ts';

/** Days on which conventions may be signed under what they follow. */
interface SigningPeriod {
  readonly validFrom: LocalDate;
  /** First day on which they may no longer, where there is one. */
  readonly validUntil?: LocalDate | undefined;
}

/**
 * A convention is there once both have signed it: of what it follows, that day is looked at, whenever it is recorded (T1). The
 * first signature may come before that period, and not after it.
 * @param signatures those that there are
 * @returns the day of the later one, where it lies outside
 */
export function signedOutside(
  { validFrom, validUntil = LATEST }: SigningPeriod,
  signatures: readonly Pick<Signature, 'signedAt'>[],
): LocalDate | undefined {
  if (signatures.length === 0) return undefined;
  const on = signatures.map(({ signedAt }) => romeDateAt(signedAt)).reduce((one, other) => (one > other ? one : other));
  const isTooEarly = signatures.length === PARTIES.length && on < validFrom;
  return isTooEarly || on >= validUntil ? on : undefined;
}
