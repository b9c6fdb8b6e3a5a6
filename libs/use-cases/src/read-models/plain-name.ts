/**
 * A name as lists order it and look for it: without accents, in lower case, with single blanks and straight apostrophes.
 * Lists by name are in its order, too, so that one index serves both.
 */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Comes after every character that a name may have, in the order of UTF-8, by which stores compare texts. */
const AFTER_ALL = '\u{10FFFF}';

/** The range in which plain names lie that begin like this one. */
export function beginningWith(name: string): { readonly from: string; readonly before: string } {
  const beginning = plainName(name);
  return { from: beginning, before: beginning + AFTER_ALL };
}
