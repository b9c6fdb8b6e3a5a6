import { ArrayMaxSize, ArrayMinSize, IsOptional } from 'class-validator';
import { deriveId, type Claim } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { onlyAtAdministrations } from '#organisation';
import { pointFacts, puntoCliente } from '#service-points/domain';
import { defineCommandOn, facts, IsRealDate, IsRequiredObjects, startOf } from '#use-cases';
import type { PointKind } from '#vocabulary';
import { amended, amendedTerms, amendmentRefusals, requireAmendable } from '../domain/amendment.ts';
import { coverageOfAll, pointCovered } from '../domain/coverage/coverage-claim.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { pointRefusals, requireHoldable } from '../domain/points.ts';
import type { BindingProtocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { PARTIES, type Signature } from '../domain/vocabulary.ts';
import { requireKindsAllowedAt } from './kinds-at-host.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';
import { IsAllowedKinds, IsCoveredPoints, IsDurationMonths } from './protocol-terms.ts';
import { entryClaims } from './register-entry.ts';
import { SignatureInput, signatureRefusals, signingNeedsOf, validSignature } from './signature-input.ts';

/** Records an amendment that both parties have signed; it takes effect now or on a later date. */
export class AmendProtocol extends OnProtocol {
  /** One of each party, under one text. */
  @IsRequiredObjects(() => SignatureInput)
  @ArrayMinSize(PARTIES.length)
  @ArrayMaxSize(PARTIES.length)
  readonly signatures!: SignatureInput[];

  /** First day on which it is in effect, yyyy-mm-dd; today when absent, and it may lie ahead. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;

  /** Ids of all Punti Cliente that the protocol covers then; as before when absent. */
  @IsOptional()
  @IsCoveredPoints()
  readonly points?: string[];

  /** All kinds of point that it allows then; as before when absent. */
  @IsOptional()
  @IsAllowedKinds()
  readonly kinds?: PointKind[];

  /** Counted from the entry into force of the protocol; as before when absent. */
  @IsOptional()
  @IsDurationMonths()
  readonly durationMonths?: number;
}

/**
 * An amendment is a signed act of its own: hash, entries in both registers, effective date (rule P7). Points that it adds
 * are looked at and claimed as those of a draft; those that it removes end on its day. A change of officer needs none.
 */
export const amendProtocol = defineCommandOn(protocol)({
  input: AmendProtocol,
  summary: 'Records an amendment that both parties have signed; it takes effect now or on a later date.',
  id: protocolId,
  by: OFFICES,
  in: ['IN_FORCE', 'SUSPENDED'],
  needs: {
    ...signingNeedsOf(({ signatures }: AmendProtocol) => signatures.find(({ party }) => party === 'INPS')?.unit),
    named: facts(
      puntoCliente,
      ({ points }: AmendProtocol, state: BindingProtocol) => points ?? state.points,
      pointFacts,
    ),
  },
  claims: (command, state, { today }) => [
    ...command.signatures.flatMap(({ registerEntry }) => entryClaims(registerEntry)),
    ...coverageClaims(state, command, command.effectiveDate ?? today),
  ],
  refuses: [...signatureRefusals, amendmentRefusals, pointRefusals, onlyAtAdministrations, pointCovered],
  decide: (command, state, known) => {
    const { points, kinds, durationMonths, effectiveDate = known.today } = command;
    const { host, region } = state;
    const signatures: Signature[] = [];
    for (const given of command.signatures) {
      signatures.push(validSignature(given, { host, region, signatures }, known));
    }
    // Both are over one text: the second signature was just compared with the first.
    const [{ documentSha256 }] = command.signatures as [SignatureInput];
    const signedAt = signatures.map((signature) => signature.signedAt).reduce((a, b) => (a > b ? a : b));
    const terms = amendedTerms(state, { points, kinds, durationMonths });
    requireAmendable(state, terms, { effectiveDate, signedOn: romeDateAt(signedAt) });
    requireKindsAllowedAt(host, terms.kinds);
    requireHoldable(known.named, { region, hostId: host.id, kinds: terms.kinds });
    const pending = {
      ...{ amendmentId: deriveId('ProtocolAmendment', known.commandId), effectiveDate },
      ...(points && { points: [...terms.points] }),
      ...(kinds && { kinds: [...terms.kinds] }),
      ...(durationMonths !== undefined && { durationMonths }),
    };
    const signed: ProtocolEvent = {
      type: 'ProtocolAmendmentSigned',
      data: { ...pending, documentSha256, signedAt, signatures },
      effectiveAt: startOf(effectiveDate),
    };
    return effectiveDate <= known.today ? [signed, amended(state, pending)] : [signed];
  },
});

/** The points that it adds, for all of their time under the protocol; the others for the time that it adds. */
function coverageClaims(state: BindingProtocol, command: AmendProtocol, from: string): Claim[] {
  const { points, expiresOn: until, added } = amendedTerms(state, command);
  const kept = points.filter((point) => !added.includes(point));
  const extended = until > state.expiresOn ? coverageOfAll(state, kept, { from: state.expiresOn, until }) : [];
  return [...coverageOfAll(state, added, { from, until }), ...extended];
}
