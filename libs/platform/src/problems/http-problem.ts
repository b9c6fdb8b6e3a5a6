import type { Problem } from './problem.ts';

/** A refusal of the HTTP layer itself (identity, preconditions, validation …): thrown, and answered as it stands. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.code, options);
  }
}
