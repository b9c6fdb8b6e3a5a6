import { isDeepStrictEqual } from 'node:util';
import type { LocalDate } from '#italy';
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
export function stepsOf<Facts, Kept>(known: KnownThing<Facts>, keep: (facts: Facts) => Kept): Steps<Kept> {
  const steps: Step<Kept>[] = [];
  for (const from of known.days) {
    const held = known.on(momentOfDay(from));
    const facts = held && keep(held);
    if (!isDeepStrictEqual(facts, steps.at(-1)?.facts)) steps.push({ from, facts });
  }
  return steps;
}

/** What held at the end of a day. */
export function factsOn<Facts>(steps: Steps<Facts>, day: LocalDate): Facts | undefined {
  return steps.findLast(({ from }) => from <= day)?.facts;
}
