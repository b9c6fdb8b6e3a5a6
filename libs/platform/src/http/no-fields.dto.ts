/** The body of a command that needs none: empty or absent, so that a misplaced field is refused and not ignored. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- the validation takes classes, and this one allows nothing
export class NoFields {}
