import { isDeepStrictEqual } from 'node:util';
import { dayAfter, type LocalDate } from '#italy';
import type { KnownThing } from './dated-kind.ts';
import { momentOfDay } from './moment.ts';

/** What held of a thing at the end of a day and from then on, until the next step. */
export interface Step<Facts> {
  readonly from: LocalDate;
  /** Undefined where it is not there yet. */
  readonly facts: Facts | undefined;
}

/** In the order of their days. */
export type Steps<Facts> = readonly Step<Facts>[];

/**
 * What is kept of a thing, step by step.
 * @param keep what of its facts is wanted: what changes nothing of that is no step
 */
export function stepsOf<Facts, Kept>(known: KnownThing<Facts>, keep: (facts: Facts) => Kept | undefined): Steps<Kept> {
  return withoutRepeats(
    known.days.map((from) => {
      const held = known.on(momentOfDay(from));
      return { from, facts: held && keep(held) };
    }),
  );
}

/** Steps on which something changes. */
export function withoutRepeats<Facts>(steps: Steps<Facts>): Steps<Facts> {
  const changing: Step<Facts>[] = [];
  for (const step of steps) if (!isDeepStrictEqual(step.facts, changing.at(-1)?.facts)) changing.push(step);
  return changing;
}

/** What is kept of a thing for questions about any day, whatever the day on which they are asked. */
export interface Outlook<Facts> {
  /** By what was written of it. */
  readonly written: Steps<Facts>;
  /** Also by what is to come of it; the same object where nothing is. */
  readonly expected: Steps<Facts>;
}

/**
 * What is kept of a thing, with and without what is to come of it.
 * @param keep as {@link stepsOf} takes it
 */
export function outlookOf<Facts, Kept>(
  known: KnownThing<Facts>,
  keep: (facts: Facts) => Kept | undefined,
): Outlook<Kept> {
  const [written, coming] = [stepsOf(known, keep), known.withToCome()];
  return { written, expected: coming === known ? written : stepsOf(coming, keep) };
}

/**
 * How a thing stands from day to day: up to the last day known as was written, and after it as is expected. An end whose day
 * has come and that nobody has carried out is expected.
 * @param lastKnown the last day that facts tell of
 */
export function seenFrom<Facts>({ written, expected }: Outlook<Facts>, lastKnown: LocalDate): Steps<Facts> {
  if (written === expected) return written;
  const ahead = dayAfter(lastKnown);
  return withoutRepeats([
    ...written.filter(({ from }) => from <= lastKnown),
    { from: ahead, facts: factsOn(expected, ahead) },
    ...expected.filter(({ from }) => from > ahead),
  ]);
}

/** What held at the end of a day. */
export function factsOn<Facts>(steps: Steps<Facts>, day: LocalDate): Facts | undefined {
  return steps.findLast(({ from }) => from <= day)?.facts;
}
