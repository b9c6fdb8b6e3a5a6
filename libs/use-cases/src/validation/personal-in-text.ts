import { namesPerson } from '#italy';
import { holdsAccount } from './holds-account.ts';

/** What of a person may be found in a text, in words for whoever reads that it was left out. */
export type PersonalInText = 'a codice fiscale' | 'an IBAN';

/**
 * What of a person a text has in it; undefined for nothing. The one check of all that would stay in clear: texts of inputs, keys of
 * commands, lines of the log, answers that are kept.
 */
export function personalIn(text: string): PersonalInText | undefined {
  if (namesPerson(text)) return 'a codice fiscale';
  return holdsAccount(text) ? 'an IBAN' : undefined;
}
