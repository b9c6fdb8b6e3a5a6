import { ownProblem, type Occurrence, type OwnProblemCode } from './own-problems.ts';
import type { Problem } from './problem.ts';

/** A refusal of the HTTP layer itself (identity, preconditions, validation …): thrown, and answered as it stands. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly problem: Problem;

  constructor(code: OwnProblemCode, occurrence: Occurrence = {}, options?: ErrorOptions) {
    super(code, options);
    this.problem = ownProblem(code, occurrence);
  }
}
