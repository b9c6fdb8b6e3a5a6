import { addDays, monthsAfter, type LocalDate } from '#italy';

/*
 * What is true of a protocol over two points, as law has it: by its facts and their days alone, whatever was known of them when. For
 * specifications of what is recorded ahead, late and in any order (T1), and rectified (T2).
 */

export const POINT_NAMES = ['first', 'second'] as const;
export type PointName = (typeof POINT_NAMES)[number];

/** An amendment in effect from a day on, a suspension, or the end by a termination. */
export type TrueFact =
  | {
      readonly kind: 'amendment';
      readonly on: LocalDate;
      readonly points?: readonly PointName[] | undefined;
      readonly durationMonths?: number | undefined;
    }
  | { readonly kind: 'suspension'; readonly on: LocalDate; readonly until: LocalDate }
  | { readonly kind: 'termination'; readonly on: LocalDate };

/** A protocol over its first point. */
interface TrueLife {
  readonly enteredOn: LocalDate;
  readonly durationMonths: number;
  /** No two of one day. */
  readonly facts: readonly TrueFact[];
}

/** How a protocol stands on a day. */
interface LawfulDay {
  readonly day: LocalDate;
  readonly status: 'SIGNED' | 'IN_FORCE' | 'SUSPENDED' | 'TERMINATED' | 'EXPIRED';
  readonly points: readonly PointName[];
}

/** How a protocol stands on each of some days: what comes while it is in force counts, and what comes after its end does not. */
export function lawfulDays(
  { enteredOn, durationMonths, facts }: TrueLife,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
): readonly LawfulDay[] {
  const days: LawfulDay[] = [];
  let [status, points]: [LawfulDay['status'], readonly PointName[]] = ['SIGNED', ['first']];
  let expiresOn = monthsAfter(enteredOn, durationMonths);
  let suspendedUntil = '';
  for (let day = from; day <= until; day = addDays(day, 1)) {
    if (day === enteredOn) status = 'IN_FORCE';
    if (isInForce(status) && day >= expiresOn) status = 'EXPIRED';
    for (const fact of isInForce(status) ? facts.filter(({ on }) => on === day) : []) {
      if (fact.kind === 'termination') status = 'TERMINATED';
      else if (fact.kind === 'suspension') suspendedUntil = fact.until > suspendedUntil ? fact.until : suspendedUntil;
      else {
        points = fact.points ?? points;
        if (fact.durationMonths !== undefined) expiresOn = monthsAfter(enteredOn, fact.durationMonths);
      }
    }
    if (isInForce(status)) status = day < suspendedUntil ? 'SUSPENDED' : 'IN_FORCE';
    days.push({ day, status, points });
  }
  return days;
}

/** Tells whether a protocol is in force, suspended or not. */
export function isInForce(status: LawfulDay['status']): boolean {
  return status === 'IN_FORCE' || status === 'SUSPENDED';
}
