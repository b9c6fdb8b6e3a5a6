import type { LocalDate } from '#italy';
import { LATEST } from './legal-day.ts';

/** What suspends a thing, and the first day on which that is over where it is known. */
interface Suspending {
  readonly until?: LocalDate | undefined;
}

/** What suspends a thing where acts may say so of overlapping days, as one of them was recorded late. */
export interface Overlapping<Suspension extends Suspending> {
  /** The one that goes on for longer. */
  readonly suspension: Suspension;
  /** Days until which others were set: they end nothing while that goes on. */
  readonly otherEnds?: readonly LocalDate[];
}

/**
 * Once a thing is suspended, or suspended once more: it is on the days of either, and the one that goes on for longer stands (T1).
 * @param before what it is suspended by; undefined where it is not
 */
export function suspendedBy<Suspension extends Suspending>(
  before: Overlapping<Suspension> | undefined,
  suspension: Suspension,
): Overlapping<Suspension> {
  if (!before) return { suspension };
  const { suspension: stood, otherEnds = [] } = before;
  const [standing, other] = endOf(suspension) > endOf(stood) ? [suspension, stood] : [stood, suspension];
  const ends = endOf(other) < endOf(standing) ? [...otherEnds, endOf(other)] : otherEnds;
  return ends.length > 0 ? { suspension: standing, otherEnds: ends } : { suspension: standing };
}

function endOf({ until = LATEST }: Suspending): LocalDate {
  return until;
}

/**
 * Tells whether a resumption ends what stands: one by an office does on whatever day, that on a day which was set for another
 * suspension does not. Where facts of earlier versions do not say what was by hand, that is told by the day alone.
 */
export function endsWhatStands(
  { otherEnds = [] }: Pick<Overlapping<Suspending>, 'otherEnds'>,
  { resumedOn, byHand }: { readonly resumedOn: LocalDate; readonly byHand?: boolean | undefined },
): boolean {
  return byHand === true || !otherEnds.includes(resumedOn);
}
