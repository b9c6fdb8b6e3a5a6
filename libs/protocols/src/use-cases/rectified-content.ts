import { requireOfItsTime } from '../domain/loaded-act.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { requireLetterRegistered, requireReceiptRegistered } from '../domain/registered-in-time.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import type { rectified } from '../domain/rectified.ts';
import { signaturesByAct } from '../domain/signed-act.ts';
import { requireDocumentsApart, requireFilesApart } from '../domain/signing.ts';
import type { RectifiedFieldsInput } from './rectified-fields.ts';
import { refuseEntryOfOthers, refuseInconsistent, refuseNamedTwice } from './register-entry.ts';
import { requireOwnRegister, requireUnitSigns, type SigningFacts } from './signature-input.ts';

type Forwarded = Extract<ProtocolEvent, { readonly type: 'ProtocolForwardedToCentralOrganisation' }>;
type Acknowledged = Extract<ProtocolEvent, { readonly type: 'ProtocolForwardingAcknowledged' }>;

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
  changes: RectifiedFieldsInput,
  { corrected, entries, after, life }: Pick<ReturnType<typeof rectified>, 'corrected' | 'entries' | 'after' | 'life'>,
  known: SigningFacts,
): void {
  const { registerEntry, documentSha256, signedFileSha256, signedAt } = changes;
  const signature = signatureIn(corrected);
  if (registerEntry) {
    if (signature) requireOwnRegister(signature, after.host, known);
    else {
      refuseEntryOfOthers(registerEntry, known.institute);
      refuseInconsistent(registerEntry, known.today);
    }
    refuseNamedTwice(entries);
  }
  requireRegisteredInTime(changes, { corrected, life });
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

/**
 * The entries of what was forwarded and acknowledged fit the days that stand then (P9), as far as the correction concerns them: of two
 * that were wrong before, an entry or a day, each is corrected for itself.
 */
function requireRegisteredInTime(
  { registerEntry, forwardedOn, acknowledgedOn }: RectifiedFieldsInput,
  { corrected, life }: Pick<ReturnType<typeof rectified>, 'corrected' | 'life'>,
): void {
  const isForwarding = corrected?.type === 'ProtocolForwardedToCentralOrganisation';
  if (!isForwarding && corrected?.type !== 'ProtocolForwardingAcknowledged') return;
  if ((registerEntry ?? forwardedOn ?? acknowledgedOn) === undefined) return;
  const { amendmentId } = corrected.data;
  const ofAct = protocolLife
    .facts(life.after)
    .map(({ event }) => event)
    .filter(({ data }) => ('amendmentId' in data ? data.amendmentId : undefined) === amendmentId);
  const forwarded = ofAct.find(({ type }) => type === 'ProtocolForwardedToCentralOrganisation') as
    Forwarded | undefined;
  const acknowledged = ofAct.find(({ type }) => type === 'ProtocolForwardingAcknowledged') as Acknowledged | undefined;
  if (!forwarded) return;
  const { registerEntry: letter, forwardedOn: sentOn } = forwarded.data;
  if (isForwarding && letter) requireLetterRegistered(letter, sentOn);
  if (!acknowledged) return;
  const { registerEntry: receipt, acknowledgedOn: receivedOn } = acknowledged.data;
  const isOfReceipt = !isForwarding && registerEntry !== undefined;
  requireReceiptRegistered(receipt, {
    ...(isOfReceipt || forwardedOn !== undefined ? { forwardedOn: sentOn } : {}),
    ...(isOfReceipt || acknowledgedOn !== undefined ? { acknowledgedOn: receivedOn } : {}),
  });
}
