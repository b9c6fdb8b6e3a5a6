import { oneOf } from '#vocabulary';
import type { Party, PublishedSignature } from './vocabulary.ts';

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
export function checkDocument(sha256: string, signatures: readonly PublishedSignature[]): CheckedDocument {
  const issued = signatures.find(({ signedFileSha256 }) => signedFileSha256 === sha256);
  if (issued) {
    const isLater = signatures.every(({ signedAt }) => Date.parse(signedAt) <= Date.parse(issued.signedAt));
    const isLast = signatures.filter(({ signedAt }) => signedAt === issued.signedAt).at(-1) === issued;
    const verdict = signatures.length > 1 && isLater && isLast ? 'FINAL' : 'SIGNED_BY_ONE';
    return { verdict, party: issued.party };
  }
  return { verdict: signatures.some(({ documentSha256 }) => documentSha256 === sha256) ? 'TEXT' : 'UNKNOWN' };
}

/** A signed act: an amendment, or where it names none the protocol itself. */
interface CheckedAct {
  readonly amendmentId?: string;
  /** It was taken back before its day, and never counted. */
  readonly isWithdrawn?: boolean;
  readonly signatures: readonly PublishedSignature[];
}

/**
 * What a file is to the signed acts of a protocol, and to which of them: that whose signature it was issued with, else that
 * whose text it is. What was withdrawn comes last: another act may be over the same text since.
 * @param sha256 as {@link checkDocument}
 */
export function checkDocuments(
  sha256: string,
  acts: readonly CheckedAct[],
): CheckedDocument & Pick<CheckedAct, 'amendmentId' | 'isWithdrawn'> {
  const inOrder = acts.toSorted((one, other) => Number(one.isWithdrawn ?? false) - Number(other.isWithdrawn ?? false));
  const found = inOrder.map(({ amendmentId, isWithdrawn, signatures }) => ({
    ...checkDocument(sha256, signatures),
    ...(amendmentId === undefined ? {} : { amendmentId }),
    ...(isWithdrawn ? { isWithdrawn } : {}),
  }));
  return found.find(({ party }) => party) ?? found.find(({ verdict }) => verdict === 'TEXT') ?? { verdict: 'UNKNOWN' };
}
