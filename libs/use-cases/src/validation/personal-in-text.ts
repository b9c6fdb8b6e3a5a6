import { namesPerson } from '#italy';
import { holdsAccount } from './holds-account.ts';

/** What of a person may be found in a text, in words for whoever reads that it was left out. */
export type PersonalInText = 'a codice fiscale' | 'an IBAN';

/**
 * What of a person a text has in it, also as addresses write it, percent-encoded however often; undefined for nothing. The one check
 * of all that would stay in clear: texts of inputs, keys of commands, lines of the log, answers that are kept.
 */
export function personalIn(text: string): PersonalInText | undefined {
  let shown = text;
  for (let decoded = 0; ; decoded += 1) {
    if (namesPerson(shown)) return 'a codice fiscale';
    if (holdsAccount(shown)) return 'an IBAN';
    const before = shown;
    if (decoded < MOST_DECODED) shown = shown.replaceAll(ENCODED, decodedOf);
    if (shown === before) return undefined;
  }
}

/** Whoever encodes what is encoded comes to an end sooner; anybody may send a text that does not, and each look costs its length. */
const MOST_DECODED = 3;
/** A byte as an address writes it (RFC 3986, 2.1), with its percent sign encoded any number of times. */
const BYTE = /%(?:25)*([0-9a-f]{2})/gi;
const ENCODED = new RegExp(`(?:${BYTE.source})+`, BYTE.flags);

function decodedOf(bytes: string): string {
  // What is no UTF-8 beside that is read all the same.
  return Buffer.from(bytes.replaceAll(BYTE, '$1'), 'hex').toString();
}
