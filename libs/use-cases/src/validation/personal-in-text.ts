import { namesPerson } from '#italy';
import { holdsAccount } from './holds-account.ts';

/** What of a person may be found in a text, in words for whoever reads that it was left out. */
export type PersonalInText = 'a codice fiscale' | 'an IBAN';

/**
 * What of a person a text has in it, also as addresses write it, percent-encoded however often; undefined for nothing. The one check
 * of all that would stay in clear: texts of inputs, keys of commands, lines of the log, answers that are kept.
 */
export function personalIn(text: string): PersonalInText | undefined {
  for (let shown = text; ;) {
    if (namesPerson(shown)) return 'a codice fiscale';
    if (holdsAccount(shown)) return 'an IBAN';
    const decoded = shown.replaceAll(ENCODED, decodedOf);
    if (decoded === shown) return undefined;
    shown = decoded;
  }
}

/** Bytes as an address writes them (RFC 3986, 2.1). */
const ENCODED = /(?:%[0-9a-f]{2})+/gi;

function decodedOf(bytes: string): string {
  // What is no UTF-8 beside that is read all the same.
  return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString();
}
