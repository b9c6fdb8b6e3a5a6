import { romeDateAt } from '#italy';
import { requireOfItsTime } from '../domain/loaded-act.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import type { rectified } from '../domain/rectified.ts';
import { signaturesByAct } from '../domain/signed-act.ts';
import { registrarOf, requireActingUnit, requireDocumentsApart, requireFilesApart } from '../domain/signing.ts';
import type { RectifiedFieldsInput } from './rectified-fields.ts';
import { refuseEntryOfOthers, refuseInconsistent, refuseNamedTwice } from './register-entry.ts';
import type { SigningFacts } from './signature-input.ts';

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
    const { hostIpaCode, institute, today } = known;
    const keeper = signature ? registrarOf(signature.party, { host: after.host, hostIpaCode, institute }) : institute;
    refuseEntryOfOthers(registerEntry, keeper);
    refuseInconsistent(registerEntry, today);
    refuseNamedTwice(entries);
  }
  if (documentSha256 !== undefined || signedFileSha256 !== undefined) {
    const acts = signaturesByAct(after);
    for (const signatures of acts) requireFilesApart(signatures);
    requireDocumentsApart(acts);
  }
  if (signature && signedAt !== undefined) requireSignableThen(signature, after, known);
}

/** The unit could sign on the corrected day, and the signature is of its time. */
function requireSignableThen(
  signature: NonNullable<ReturnType<typeof signatureIn>>,
  { host, region }: Protocol,
  { unit: unitOnDay, signingKinds: allowed }: SigningFacts,
): void {
  const { unit, signedAt, kind, format } = signature;
  const on = romeDateAt(signedAt);
  if (unit !== undefined) requireActingUnit('SIGN', { unit: unitOnDay?.(on), code: unit, on, region, allowed });
  if (kind !== undefined || format === 'PAPER') requireOfItsTime([signature], host);
}
