/** A UUID; a hash, which is a word of hexadecimal digits (32 of a trace, 64 of SHA-256). */
const HEXADECIMAL = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![\p{L}\p{N}])[0-9a-f]{32,}(?![\p{L}\p{N}])/giu;
const SHORTEST = 32;

/**
 * A text without the UUIDs and hashes in it, a blank in the place of each. Their letters are those of hexadecimal numbers: of the many
 * that pass by, some would look like a code, or like the number of an account, and nobody can choose another hash for a document.
 */
export function withoutHexadecimals(text: string): string {
  return text.length < SHORTEST ? text : text.replace(HEXADECIMAL, ' ');
}
