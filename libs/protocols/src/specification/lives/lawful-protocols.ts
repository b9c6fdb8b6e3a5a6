import { addDays, monthsAfter, type LocalDate } from '#italy';
import { PROTOCOL_NAMES, type Kind, type PointName, type ProtocolName, type TrueProtocol } from './true-facts.ts';

/*
 * How two protocols stand as law has it, the newer of which renews the older one. For specifications of what is recorded ahead, late and in
 * any order (T1), and rectified (T2).
 */

/** How a protocol stands on a day. */
interface LawfulProtocol {
  readonly status: 'SIGNED' | 'IN_FORCE' | 'SUSPENDED' | 'TERMINATED' | 'EXPIRED' | 'RENEWED';
  readonly points: readonly PointName[];
  /** Kinds of point that it allows. */
  readonly kinds: readonly Kind[];
  /** Of one that was renewed: those that pass to the newer one. */
  readonly passing: readonly PointName[];
}

/** How both stand at the end of a day. */
export type LawfulDay = { readonly day: LocalDate } & Readonly<Record<ProtocolName, LawfulProtocol>>;

/** A protocol while its days are gone through. */
interface Standing extends LawfulProtocol {
  readonly expiresOn: LocalDate;
  readonly suspendedUntil: LocalDate;
}

/** How both stand on each of some days: what comes while one is in force counts, and what comes after its end does not. */
export function lawfulDays(
  truth: Readonly<Record<ProtocolName, TrueProtocol>>,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
): readonly LawfulDay[] {
  const days: LawfulDay[] = [];
  const standing = { older: signed(truth.older), newer: signed(truth.newer) };
  for (let day = from; day <= until; day = addDays(day, 1)) {
    for (const name of PROTOCOL_NAMES) standing[name] = entering(standing[name], truth[name], day);
    // P6: at the instant the older one ends, the entry of the newer one goes first.
    if (day === truth.newer.enteredOn) standing.older = renewed(standing.older, standing.newer);
    for (const name of PROTOCOL_NAMES) standing[name] = later(standing[name], truth[name], day);
    days.push({ day, ...standing });
  }
  return days;
}

/** Tells whether a protocol is in force, suspended or not. */
export function isInForce({ status }: Pick<LawfulProtocol, 'status'>): boolean {
  return status === 'IN_FORCE' || status === 'SUSPENDED';
}

function signed({ points, kinds }: TrueProtocol): Standing {
  return { status: 'SIGNED', points, kinds, passing: [], expiresOn: '', suspendedUntil: '' };
}

function entering(standing: Standing, { enteredOn, durationMonths }: TrueProtocol, day: LocalDate): Standing {
  return day === enteredOn
    ? { ...standing, status: 'IN_FORCE', expiresOn: monthsAfter(day, durationMonths) }
    : standing;
}

function renewed(older: Standing, newer: Standing): Standing {
  if (!isInForce(older)) return older;
  return { ...older, status: 'RENEWED', passing: older.points.filter((name) => newer.points.includes(name)) };
}

function later(standing: Standing, { enteredOn, facts }: TrueProtocol, day: LocalDate): Standing {
  if (!isInForce(standing) || enteredOn === undefined) return standing;
  let { points, kinds, expiresOn, suspendedUntil } = standing;
  if (day >= expiresOn) return { ...standing, status: 'EXPIRED' };
  for (const fact of facts.filter(({ on }) => on === day)) {
    if (fact.kind === 'termination') return { ...standing, status: 'TERMINATED' };
    if (fact.kind === 'suspension') suspendedUntil = fact.until > suspendedUntil ? fact.until : suspendedUntil;
    else {
      points = fact.points ?? points;
      kinds = fact.kinds ?? kinds;
      if (fact.durationMonths !== undefined) expiresOn = monthsAfter(enteredOn, fact.durationMonths);
    }
  }
  // An amendment may have the term be over on its own day.
  const status = day >= expiresOn ? 'EXPIRED' : day < suspendedUntil ? 'SUSPENDED' : 'IN_FORCE';
  return { ...standing, status, points, kinds, expiresOn, suspendedUntil };
}
