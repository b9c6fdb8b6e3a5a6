import { Type } from '@sinclair/typebox';
import type { LocalDate } from '#italy';
import { LATEST } from './legal-day.ts';
import type { SetWithSuspension } from './suspension-kind.ts';

/** What suspends a thing, and the first day on which that is over where it is known. */
interface Suspending {
  readonly until?: LocalDate | undefined;
}

/**
 * What a suspension says that a version has recorded for which of two that overlap one alone counted. Among those of that version it
 * is so for ever: what followed from it was done, and counted.
 */
export const SaidAlone = {
  /** Of an earlier version, for which of two that overlap one alone counted. */
  alone: Type.Optional(Type.Literal(true)),
};

/** Lifts a suspension of an earlier version to one that says so. */
export function saidAlone(data: unknown): unknown {
  return { ...(data as object), alone: true };
}

/** A suspension as an act has said it. */
interface Said<Suspension extends Suspending> {
  readonly suspension: Suspension;
  readonly alone: boolean;
}

/** What suspends a thing where acts may say so of overlapping days, as one of them was recorded late. */
export interface Overlapping<Suspension extends Suspending> {
  /** The one that goes on for longer. */
  readonly suspension: Suspension;
  /** All of them, in legal order: days until which the others were set end nothing while that goes on. */
  readonly said: readonly Said<Suspension>[];
}

/**
 * Once a thing is suspended, or suspended once more: it is on the days of either, and the one that goes on for longer stands (T1). Of two
 * of an earlier version the one that is said later does.
 * @param before what it is suspended by; undefined where it is not
 */
export function suspendedBy<Suspension extends Suspending>(
  before: Overlapping<Suspension> | undefined,
  suspension: Suspension,
  { alone = false }: { readonly alone?: boolean | undefined } = {},
): Overlapping<Suspension> {
  const others = (before?.said ?? []).filter((other) => !(alone && other.alone));
  const said = [...others, { suspension, alone }];
  const standing = said.reduce((stood, one) => (endOf(one.suspension) > endOf(stood.suspension) ? one : stood));
  return { suspension: standing.suspension, said };
}

/** Tells whether a suspension of an earlier version finds another of that version: for some kinds of thing the first one counted. */
export function isAnotherAlone(
  { said = [] }: Partial<Pick<Overlapping<Suspending>, 'said'>>,
  { alone = false }: { readonly alone?: boolean | undefined },
): boolean {
  return alone && said.some((other) => other.alone);
}

function endOf({ until = LATEST }: Suspending): LocalDate {
  return until;
}

/**
 * Tells whether a resumption ends what stands: one by an office or a policy does on whatever day, and one that was set with a suspension
 * where nothing that is said goes on for longer. Set with one of an earlier version it ends others of that version, too, where its own
 * was over before, as it did then.
 */
export function endsWhatStands(
  standing: Overlapping<Suspending> | undefined,
  { resumedOn, asSet, alone }: SetWithSuspension & { readonly resumedOn: LocalDate },
): boolean {
  if (!asSet || !standing) return true;
  const goingOn = standing.said.filter(({ suspension }) => endOf(suspension) > resumedOn);
  const isOwnThere = standing.said.some(({ suspension: { until } }) => until === resumedOn);
  return goingOn.length === 0 || (alone && !isOwnThere && goingOn.every((other) => other.alone));
}
