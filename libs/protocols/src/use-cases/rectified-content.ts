import { requireOfItsTime } from '../domain/loaded-act.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import type { rectified } from '../domain/rectified.ts';
import { signaturesByAct } from '../domain/signed-act.ts';
import { requireDocumentsApart, requireFilesApart } from '../domain/signing.ts';
import type { RectifiedFieldsInput } from './rectified-fields.ts';
import { refuseEntryOfOthers, refuseInconsistent, refuseNamedTwice } from './register-entry.ts';
import { requireOwnRegister, requireUnitSigns, type SigningFacts } from './signature-input.ts';

/** The signature that a fact is. */
export function signatureIn(event: ProtocolEvent | undefined) {
  const isSignature =
    event?.type === 'ProtocolSignatureRecorded' || event?.type === 'ProtocolAmendmentSignatureRecorded';
  return isSignature ? event.data : undefined;
}

/**
 * What could not have been recorded cannot be said by a rectification either: of hashes, registers, and who signs (P1, P2, P7).
 * @param changes what is right
 * @throws DomainError as recording the fact does
 */
export function refuseWhatRecordingRefuses(
  { registerEntry, documentSha256, signedFileSha256, signedAt }: RectifiedFieldsInput,
  { corrected, entries, after }: Pick<ReturnType<typeof rectified>, 'corrected' | 'entries' | 'after'>,
  known: SigningFacts,
): void {
  const signature = signatureIn(corrected);
  if (registerEntry) {
    if (signature) requireOwnRegister(signature, after.host, known);
    else {
      refuseEntryOfOthers(registerEntry, known.institute);
      refuseInconsistent(registerEntry, known.today);
    }
    refuseNamedTwice(entries);
  }
  if (documentSha256 !== undefined || signedFileSha256 !== undefined) {
    const acts = signaturesByAct(after);
    for (const signatures of acts) requireFilesApart(signatures);
    requireDocumentsApart(acts);
  }
  if (!signature || signedAt === undefined) return;
  requireUnitSigns(signature, after.region, known);
  const isOfKnownKind = signature.kind !== undefined || signature.format === 'PAPER';
  if (isOfKnownKind) requireOfItsTime([signature], after.host);
}
