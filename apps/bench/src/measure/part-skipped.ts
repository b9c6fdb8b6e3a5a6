/** A part that cannot be measured here; the message says what would enable it. */
export class PartSkipped extends Error {}
