import { IsUUID } from 'class-validator';
import type { Absent } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { dependenceRefusals } from '#organisation';
import { defineCommandOn, setting } from '#use-cases';
import type { ProtocolEvent } from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import {
  frameworkRefusals,
  requireSignedUnder,
  type FrameworkAgreement,
} from '../domain/framework/framework-agreement.ts';
import { protocol } from '../domain/protocol.ts';
import {
  requireSignedByTemplate,
  templateRefusals,
  type ProtocolTemplate,
} from '../domain/template/protocol-template.ts';
import type { Signature } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { frameworkOfProtocol } from './framework/framework-of-protocol.ts';
import { retentionsOf } from './named-person.ts';
import { OFFICES, protocolId } from './on-protocol.ts';
import { entryClaims } from './register-entry.ts';
import { templateOfProtocol } from './template/template-of-protocol.ts';
import { unitClaim } from './unit-claim.ts';
import {
  NamedSignatureInput,
  signatureRefusals,
  signingNeeds,
  validSignature,
  wantedSignature,
  type SigningFacts,
  type WantedSignature,
} from './signature-input.ts';

/** Records the signature of one party; the second one over the same document concludes the protocol. */
export class RecordProtocolSignature extends NamedSignatureInput {
  /** Id of the protocol. */
  @IsUUID()
  readonly protocolId!: string;
}

/** The regional directorate records both signatures: its own, and that of the host which it receives. */
export const recordProtocolSignature = defineCommandOn(protocol)({
  input: RecordProtocolSignature,
  summary: 'Records the signature of one party; the second one over the same document concludes the protocol.',
  id: protocolId,
  by: OFFICES,
  in: ['SUBMITTED'],
  needs: {
    ...signingNeeds,
    framework: frameworkOfProtocol,
    template: templateOfProtocol,
    forwardingDays: setting(protocolSettings, ({ forwardingDays }) => forwardingDays),
  },
  namesPerson: () => true,
  // A refusal leaves no trace of who signs.
  check: ({ signatory: _who, ...signature }, submitted, known) => {
    signatureUnder(signature, submitted, known);
  },
  prepare: wantedSignature<RecordProtocolSignature>,
  claims: ({ registerEntry, name, unit, signedAt }, { id }) => [
    ...(unit === undefined ? [] : [unitClaim(id, { unit, from: romeDateAt(signedAt) })]),
    ...entryClaims(registerEntry),
    ...retentionsOf([name]),
  ],
  refuses: [...signatureRefusals, ...dependenceRefusals, frameworkRefusals, templateRefusals],
  decide: (given, submitted, known) => {
    const signature = signatureUnder(given, submitted, known);
    const { documentSha256 } = signature;
    const recorded: ProtocolEvent = {
      type: 'ProtocolSignatureRecorded',
      data: signature,
      effectiveAt: signature.signedAt,
    };
    const [first] = submitted.signatures;
    if (!first) return [recorded];
    const signedAt = laterOf(first, signature);
    const data = { documentSha256, signedAt, forwardBy: forwardBy(signedAt, known.forwardingDays) };
    return [recorded, { type: 'ProtocolSigned', data, effectiveAt: signedAt }];
  },
});

/** The signature as it is written down, on a day that the framework agreement of the protocol and its template allow. */
function signatureUnder(
  given: WantedSignature,
  submitted: Parameters<typeof validSignature>[1],
  known: SigningFacts & {
    readonly framework?: FrameworkAgreement | Absent | undefined;
    readonly template?: ProtocolTemplate | Absent | undefined;
  },
): Signature {
  const signature = validSignature(given, submitted, known);
  const signatures = [...submitted.signatures, signature];
  requireSignedUnder(known.framework, signatures);
  requireSignedByTemplate(known.template, signatures);
  return signature;
}

function laterOf(first: Signature, second: Signature): string {
  return Date.parse(first.signedAt) > Date.parse(second.signedAt) ? first.signedAt : second.signedAt;
}
