/** Accents and the like, which NFKD parts from their letters. */
const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{N}]/u;

/** The letters and digits of a text, in capitals and without accents. */
export interface WithoutGaps {
  readonly letters: string;
  /** Before which of them something else stands; its end counts as such. */
  readonly gapBefore: ReadonlySet<number>;
}

/** A text without anything that is neither letter nor digit: however what is looked for is cut up, it is in one piece here. */
export function withoutGaps(text: string): WithoutGaps {
  const plain = text.normalize('NFKD').replace(MARKS, '').toUpperCase();
  const gapBefore = new Set<number>();
  let letters = '';
  let isGap = true;
  for (const character of plain) {
    if (!WORD.test(character)) {
      isGap = true;
      continue;
    }
    if (isGap) gapBefore.add(letters.length);
    isGap = false;
    letters += character;
  }
  gapBefore.add(letters.length);
  return { letters, gapBefore };
}
