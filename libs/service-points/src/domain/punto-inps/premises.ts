import { isDeepStrictEqual } from 'node:util';
import type { LocalDate } from '#italy';
import type { Act } from './vocabulary.ts';

/** What another body lends a point, as far as its rules look at it. */
export interface AgreedPremises {
  /** Id of the body. */
  readonly host: string;
  /** First day. */
  readonly from: LocalDate;
  /** Last day. */
  readonly until: LocalDate;
  readonly act: Act;
}

/** An agreement, as its event says it. */
interface Agreement {
  readonly host: { readonly id: string };
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly act: Act;
}

export function premisesOf({ host, from, until, act }: Agreement): AgreedPremises {
  return { host: host.id, from, until, act };
}

/**
 * The agreement that a point has with the same body already, on days in common or by the same act: recorded again, its
 * premises would be paid for twice.
 */
export function agreedAlready(premises: readonly AgreedPremises[], wanted: Agreement): AgreedPremises | undefined {
  const { from, until, act } = wanted;
  return premises.find(
    (one) =>
      one.host === wanted.host.id &&
      ((one.from <= until && from <= one.until) || isDeepStrictEqual({ ...one.act }, { ...act })),
  );
}
