import { Matches } from 'class-validator';
import { defineRefusals, toTimestamp, valueAlreadyTaken } from '#kernel/domain';
import { defineCommandOn, IsInstant, IsOneOf, IsRequiredObject, IsText, matching } from '#use-cases';
import type { ProtocolEvent } from '../domain/events.ts';
import { protocol } from '../domain/protocol.ts';
import { PARTIES, SIGNATURE_FORMATS, type Party, type Signature, type SignatureFormat } from '../domain/vocabulary.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';
import { entryReservation, refuseInconsistent, RegisterEntryInput, registerEntryRefusals } from './register-entry.ts';

/** Records the signature of one party; the second one over the same document concludes the protocol. */
export class RecordProtocolSignature extends OnProtocol {
  @IsOneOf(PARTIES, 'Party')
  readonly party!: Party;

  /** Of the signed document, 64 lower-case hexadecimal digits. */
  @Matches(
    /^[0-9a-f]{64}$/,
    matching({
      message: '$property must be 64 lower-case hexadecimal digits',
      maxLength: 64,
      example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    }),
  )
  readonly documentSha256!: string;

  @IsOneOf(SIGNATURE_FORMATS, 'SignatureFormat')
  readonly format!: SignatureFormat;

  /** Office in which the signer signs, for example Direttore regionale. */
  @IsText(200)
  readonly signerRole!: string;

  /** RFC 3339, with offset. */
  @IsInstant()
  readonly signedAt!: string;

  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry!: RegisterEntryInput;
}

const refuse = defineRefusals({
  PARTY_ALREADY_SIGNED: '{party} signed on {signedAt}: only the signature of the other party is missing.',
  SIGNATURE_HASH_MISMATCH:
    'The other party signed a document with another hash, {signed}: have the same text signed, and record that.',
  SIGNED_IN_FUTURE: '{signedAt} lies ahead: record a signature once it is given.',
});

/** The regional directorate records both signatures: its own, and that of the host which it receives. */
export const recordProtocolSignature = defineCommandOn(protocol)({
  input: RecordProtocolSignature,
  summary: 'Records the signature of one party; the second one over the same document concludes the protocol.',
  id: protocolId,
  by: OFFICES,
  in: ['SUBMITTED'],
  claims: ({ registerEntry }) => [entryReservation(registerEntry)],
  refuses: [refuse, registerEntryRefusals, valueAlreadyTaken],
  decide: ({ protocolId: _id, ...given }, { signatures: [first] }, { now, today }) => {
    const { party, documentSha256, registerEntry } = given;
    const signature: Signature = { ...given, signedAt: toTimestamp(Date.parse(given.signedAt)) };
    if (first?.party === party) throw refuse.PARTY_ALREADY_SIGNED({ party, signedAt: first.signedAt });
    if (first && first.documentSha256 !== documentSha256) {
      throw refuse.SIGNATURE_HASH_MISMATCH({ signed: first.documentSha256, given: documentSha256 });
    }
    if (Date.parse(signature.signedAt) > now) throw refuse.SIGNED_IN_FUTURE({ signedAt: signature.signedAt });
    refuseInconsistent(registerEntry, today);
    const recorded: ProtocolEvent = {
      type: 'ProtocolSignatureRecorded',
      data: signature,
      effectiveAt: signature.signedAt,
    };
    if (!first) return [recorded];
    const signedAt = laterOf(first, signature);
    return [recorded, { type: 'ProtocolSigned', data: { documentSha256, signedAt }, effectiveAt: signedAt }];
  },
});

function laterOf(first: Signature, second: Signature): string {
  return Date.parse(first.signedAt) > Date.parse(second.signedAt) ? first.signedAt : second.signedAt;
}
