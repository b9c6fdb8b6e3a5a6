import { posix } from 'node:path';
import type { Guard } from './guard.ts';

/** A rule of the domain, and the code that keeps it. */
export interface Rule {
  /** `T1`, `P4`, `K7`; of an aggregate without numbered rules, its name. */
  readonly rule: string;
  /** What it says, in a sentence or a few. */
  readonly says: string;
  readonly guards: readonly Guarded[];
}

/** A guard, with the specification that goes red without it. */
export type Guarded = Guard & {
  /** What no longer holds without it. */
  readonly keeps: string;
  /** Path of the specification, from the root. */
  readonly spec: string;
  /** Regular expression over the titles that are run; those that begin with the rule when absent. */
  readonly titles?: string;
};

/** Of guards that stand in one folder, with specifications in another: paths are given from there. */
export function within(sources: string, specs = sources) {
  return (guard: Guarded): Guarded => ({
    ...guard,
    file: posix.join(sources, guard.file),
    spec: posix.join(specs, guard.spec),
  });
}
