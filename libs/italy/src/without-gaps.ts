/** Accents and the like, which NFKD parts from their letters. */
const MARKS = /\p{M}+/gu;
const GAP = /[^\p{L}\p{N}]+/u;
/** Single characters that stand for whole phrases, in letters of no code: NFKD would make eighteen of one. */
const PHRASES = /[\uFDFA\uFDFB]/g;
/** Capitals of the Greek and Cyrillic alphabets, and the Latin ones that nobody tells them from. */
const LOOKALIKES = /[\u0386-\u052f]/g;
const LATIN = new Map([...zipped('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'), ...zipped('АВЕКМНОРСТУХЅІЈ', 'ABEKMHOPCTYXSIJ')]);

/** The letters and digits of a text, in capitals and without accents. */
export interface WithoutGaps {
  readonly letters: string;
  /** Before which of them something else stands; its end counts as such. */
  readonly gapBefore: ReadonlySet<number>;
}

/**
 * A text without anything that is neither letter nor digit, and with Latin letters for those that only look like them: however what is
 * looked for is cut up or typed, it is in one piece here.
 */
export function withoutGaps(text: string): WithoutGaps {
  const capitals = text.replace(PHRASES, '\u0644').normalize('NFKD').replace(MARKS, '').toUpperCase();
  const plain = capitals.replace(LOOKALIKES, (letter) => LATIN.get(letter) ?? letter);
  const gapBefore = new Set<number>();
  let letters = '';
  for (const word of plain.split(GAP)) {
    gapBefore.add(letters.length);
    letters += word;
  }
  gapBefore.add(letters.length);
  return { letters, gapBefore };
}

function zipped(ones: string, others: string): readonly (readonly [string, string])[] {
  return [...ones].map((one, index) => [one, others.charAt(index)]);
}
