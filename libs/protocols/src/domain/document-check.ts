import { oneOf } from '#vocabulary';
import type { Party, Signature } from './vocabulary.ts';

export const DOCUMENT_VERDICTS = ['TEXT', 'SIGNED_BY_ONE', 'FINAL', 'UNKNOWN'] as const;
/** What a file is to a protocol: the text, the text as one party signed it, as both did, or nothing that is known. */
export const DocumentVerdict = oneOf(DOCUMENT_VERDICTS, 'DocumentVerdict');
export type DocumentVerdict = (typeof DOCUMENT_VERDICTS)[number];

/** What was found of a file, and which signature it was issued with. */
export interface CheckedDocument {
  readonly verdict: DocumentVerdict;
  readonly party?: Party;
}

/**
 * What a file is to a text that is signed, told by its hash alone. The file of the later signature, once both stand, is
 * final; that of the earlier is signed by one.
 * @param sha256 of the file, 64 lower-case hexadecimal digits
 */
export function checkDocument(sha256: string, signatures: readonly Signature[]): CheckedDocument {
  const issued = signatures.find(({ signedFileSha256 }) => signedFileSha256 === sha256);
  if (issued) {
    const isLater = signatures.every(({ signedAt }) => Date.parse(signedAt) <= Date.parse(issued.signedAt));
    const isLast = signatures.filter(({ signedAt }) => signedAt === issued.signedAt).at(-1) === issued;
    const verdict = signatures.length > 1 && isLater && isLast ? 'FINAL' : 'SIGNED_BY_ONE';
    return { verdict, party: issued.party };
  }
  return { verdict: signatures.some(({ documentSha256 }) => documentSha256 === sha256) ? 'TEXT' : 'UNKNOWN' };
}
