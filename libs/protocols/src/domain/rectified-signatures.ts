import { isDeepStrictEqual } from 'node:util';
import type { JudgedFact } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { amendmentIn } from './rectification.ts';
import { requireOwnFile } from './signing.ts';
import type { RegisterEntry, Signature } from './vocabulary.ts';

type Facts = readonly JudgedFact<ProtocolEvent>[];

/** The facts of a protocol as they stood, and as they stand once it is rectified. */
export interface RectifiedFacts {
  readonly before: Facts;
  readonly after: Facts;
}

/**
 * Refuses a rectification by which a signature would stand under what none can stand under: each leaves a file of its own,
 * which is not the text, also where the text is what is corrected.
 * @throws DomainError SIGNED_FILE_IS_TEXT | SIGNED_FILE_OF_OTHER_PARTY | SIGNATURE_HASH_MISMATCH
 */
export function requireOwnFiles({ before, after }: RectifiedFacts): void {
  const signed = after.flatMap(({ event, revision }) => {
    const signature = signatureIn(event);
    return signature ? [{ revision, signature, act: amendmentIn(event) }] : [];
  });
  for (const { revision, signature, act } of signed) {
    const was = before.find((fact) => fact.revision === revision)?.event.data;
    if (isDeepStrictEqual(was, signature)) continue;
    const others = signed.filter((other) => other.act === act && other.revision !== revision);
    requireOwnFile(
      signature,
      others.map((other) => other.signature),
    );
  }
}

/** An entry that is corrected, and the administration in whose registers the act stands. */
interface CorrectedEntry {
  readonly entry: RegisterEntry;
  /** IPA code: an act stays in the registers of whoever registered it; that was asked when it was recorded. */
  readonly registrar: string;
}

/** The entries that a rectification corrects; one that was recorded without administration may be of any. */
export function correctedEntries({ before, after }: RectifiedFacts): readonly CorrectedEntry[] {
  return after.flatMap(({ event, revision }) => {
    const entry = entryIn(event);
    const was = entryIn(before.find((fact) => fact.revision === revision)?.event);
    if (!entry || was?.ipaCode === undefined || isDeepStrictEqual(entry, was)) return [];
    return [{ entry, registrar: was.ipaCode }];
  });
}

function signatureIn({ type, data }: ProtocolEvent): Signature | undefined {
  return type === 'ProtocolSignatureRecorded' || type === 'ProtocolAmendmentSignatureRecorded' ? data : undefined;
}

function entryIn(event: ProtocolEvent | undefined): RegisterEntry | undefined {
  return event && 'registerEntry' in event.data ? event.data.registerEntry : undefined;
}
