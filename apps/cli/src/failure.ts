/** A failure whose message is all that the user needs: it is printed without a stack, and the exit code is 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
