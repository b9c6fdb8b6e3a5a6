import { ArrayMaxSize, ArrayMinSize, IsOptional } from 'class-validator';
import { deriveId, type Absent } from '#kernel/domain';
import { romeDateAt, romeDateOf } from '#italy';
import { onlyAtAdministrations } from '#organisation';
import { pointFacts, puntoCliente } from '#service-points/domain';
import { defineCommandOn, facts, IsRealDate, IsRequiredObjects, setting, startOf } from '#use-cases';
import { LATEST, lifeOnce, stateToday, withEndsByNow, type Life } from '#use-cases/dated';
import type { PointKind } from '#vocabulary';
import { amendedTerms } from '../domain/amended-terms.ts';
import { amended, amendmentRefusals, inEffect, MAX_AMENDMENTS, requireAmendable } from '../domain/amendment.ts';
import { broughtToLight } from '../domain/come-by-now.ts';
import { coverageOfEach, pointCovered, WITH_BOTH } from '../domain/coverage/coverage-claim.ts';
import { coveredPeriods, cutOn, gainedPeriods } from '../domain/covered-periods.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import { rectifiedExpiry } from '../domain/late-amendment.ts';
import { moveToFollowRefusals, refuseWhileMoving } from '../domain/move-to-follow.ts';
import { pointRefusals, requireHoldable, type NamedPoint } from '../domain/points.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import type { BindingProtocol, PendingAmendment, Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { signaturesByAct } from '../domain/signed-act.ts';
import { requireDocumentsApart } from '../domain/signing.ts';
import { requireTemplate, templateRefusals, type ProtocolTemplate } from '../domain/template/protocol-template.ts';
import { PARTIES, type Signature } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { coverageBehind, coverageNeeds, requireCoverageKnown } from './coverage-record.ts';
import { requireKindsAllowedAt } from './kinds-at-host.ts';
import { retentionsOf } from './named-person.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';
import { IsAllowedKinds, IsCoveredPoints, IsDurationMonths } from './protocol-terms.ts';
import { entryClaims, refuseNamedTwice } from './register-entry.ts';
import {
  NamedSignatureInput,
  signatureRefusals,
  signingNeedsOf,
  validSignature,
  wantedSignature,
  type SigningFacts,
  type WantedSignature,
} from './signature-input.ts';
import { templateOfProtocol } from './template/template-of-protocol.ts';

/** Records an amendment that both parties have signed; it takes effect now or on a later date. */
export class AmendProtocol extends OnProtocol {
  /** One of each party, under one text. */
  @IsRequiredObjects(() => NamedSignatureInput)
  @ArrayMinSize(PARTIES.length)
  @ArrayMaxSize(PARTIES.length)
  readonly signatures!: NamedSignatureInput[];

  /** First day on which it is in effect, yyyy-mm-dd; today when absent. It may lie ahead, or before today. */
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

/** An amendment as its rule sees it: who signs are subjects, their names sealed. */
type WantedAmendment = Omit<AmendProtocol, 'signatures'> & { readonly signatures: readonly WantedSignature[] };

/** The protocol on the day of the amendment, with all that was ever written of it. */
type AmendedProtocol = BindingProtocol & { readonly life: Life<ProtocolEvent> };

type Known = SigningFacts & {
  readonly legalDate: string;
  readonly commandId: string;
  readonly forwardingDays: number;
  readonly named: ReadonlyMap<string, NamedPoint | undefined>;
  readonly template?: ProtocolTemplate | Absent | undefined;
};

/**
 * An amendment is a signed act of its own: hash, entries in both registers, effective date (rule P7). Points that it adds
 * are looked at and claimed as those of a draft, and kinds that it adds are served by the template; points that it removes end on
 * its day. A change of officer needs none. It is judged on its day, whatever the state today (T1).
 */
export const amendProtocol = defineCommandOn(protocol)({
  input: AmendProtocol,
  summary:
    'Records an amendment that both parties have signed; it takes effect now, on a later date, or on one that has passed.',
  id: protocolId,
  by: OFFICES,
  legalDate: ({ effectiveDate }) => effectiveDate,
  in: ['IN_FORCE', 'SUSPENDED'],
  needs: {
    ...coverageNeeds,
    ...signingNeedsOf(({ signatures }: AmendProtocol) => signatures.find(({ party }) => party === 'INPS')?.unit),
    forwardingDays: setting(protocolSettings, ({ forwardingDays }) => forwardingDays),
    named: facts(
      puntoCliente,
      ({ points }: AmendProtocol, state: BindingProtocol) => points ?? state.points,
      pointFacts,
    ),
    template: templateOfProtocol,
  },
  namesPerson: () => true,
  // A refusal leaves no trace of who signs.
  check: ({ signatures, ...change }, state, known) => {
    requireCoverageKnown(known);
    refuseWhileMoving(state.life, known.now);
    amendmentOf(
      { ...change, signatures: signatures.map(({ signatory: _who, ...signature }) => signature) },
      state,
      known,
    );
  },
  prepare: async ({ signatures, ...change }, shell): Promise<WantedAmendment> => {
    const named: WantedSignature[] = [];
    for (const signature of signatures) named.push(await wantedSignature(signature, shell));
    return { ...change, signatures: named };
  },
  claims: (wanted, state, { legalDate, commandId, now }) => [
    ...wanted.signatures.flatMap(({ registerEntry }) => entryClaims(registerEntry)),
    ...retentionsOf(wanted.signatures.map(({ name }) => name)),
    ...coverageClaims(wanted, state, { legalDate, commandId, now }),
  ],
  refuses: [
    ...signatureRefusals,
    amendmentRefusals,
    pointRefusals,
    templateRefusals,
    onlyAtAdministrations,
    moveToFollowRefusals,
    coverageBehind,
    pointCovered,
  ],
  decide: (wanted, state, known) => {
    requireCoverageKnown(known);
    refuseWhileMoving(state.life, known.now);
    return amendmentOf(wanted, state, known);
  },
});

/** What is recorded of an amendment, once every rule holds. */
function amendmentOf(wanted: WantedAmendment, state: AmendedProtocol, known: Known): readonly ProtocolEvent[] {
  const { host, region, life, templateId } = state;
  const { now, today, legalDate: effectiveDate } = known;
  const signatures: Signature[] = [];
  for (const given of wanted.signatures) {
    signatures.push(validSignature(given, { host, region, signatures }, known));
  }
  refuseNamedTwice(signatures.map(({ registerEntry }) => registerEntry));
  // Both are over one text: the second signature was just compared with the first.
  const [{ documentSha256 }] = signatures as [Signature];
  const signedAt = signatures.map((signature) => signature.signedAt).reduce((a, b) => (a > b ? a : b));
  const pending = pendingOf(wanted, known);
  const terms = amendedTerms(state, pending);
  if (life.filter(({ event }) => event.type === 'ProtocolAmendmentSigned').length >= MAX_AMENDMENTS) {
    throw amendmentRefusals.TOO_MANY_AMENDMENTS({ limit: MAX_AMENDMENTS });
  }
  requireAmendable(state, terms, { effectiveDate, signedOn: romeDateAt(signedAt) });
  requireKindsAllowedAt(host, terms.kinds);
  requireHoldable(known.named, { region, hostId: host.id, kinds: terms.kinds });
  const addedKinds = terms.kinds.filter((kind) => !state.kinds.includes(kind));
  if (templateId !== undefined && addedKinds.length > 0) requireTemplate(templateId, known.template, addedKinds);
  requireDocumentsApart([...signaturesByAct(stateToday(protocolLife, life, now) as Protocol), signatures]);
  const recorded: ProtocolEvent[] = [
    ...signatures.map((signature): ProtocolEvent => ({
      type: 'ProtocolAmendmentSignatureRecorded',
      data: { amendmentId: pending.amendmentId, ...signature },
      effectiveAt: signature.signedAt,
    })),
    {
      type: 'ProtocolAmendmentSigned',
      data: { ...pending, documentSha256, signedAt, forwardBy: forwardBy(signedAt, known.forwardingDays) },
      effectiveAt: startOf(effectiveDate),
    },
  ];
  if (effectiveDate > today) return recorded;
  const effect = [...recorded, amended(state, pending, { life, now, after: recorded })];
  const whole = [...effect, ...rectifiedExpiry(signatures, { life, now, after: effect })];
  return withEndsByNow(protocolLife, life, whole, { now, today }, broughtToLight);
}

/** What an amendment is known by. */
type Pending = Pick<Known, 'legalDate' | 'commandId'>;

/** What changes, and when. */
function pendingOf(
  { points, kinds, durationMonths }: Pick<AmendProtocol, 'points' | 'kinds' | 'durationMonths'>,
  { legalDate: effectiveDate, commandId }: Pending,
): PendingAmendment {
  return {
    ...{ amendmentId: deriveId('ProtocolAmendment', commandId), effectiveDate },
    ...(points && { points: [...new Set(points)] }),
    ...(kinds && { kinds: [...new Set(kinds)] }),
    ...(durationMonths !== undefined && { durationMonths }),
  };
}

/** The points that it adds, for all of their time under the protocol; the others for the time that it adds. */
function coverageClaims(wanted: WantedAmendment, state: AmendedProtocol, known: Pending & { readonly now: number }) {
  const { life } = state;
  const { now } = known;
  const today = stateToday(protocolLife, life, now) as Protocol;
  const effect = inEffect(state, pendingOf(wanted, known));
  const amended = [effect, ...rectifiedExpiry(wanted.signatures, { life, now, after: [effect] })];
  const events = withEndsByNow(protocolLife, life, amended, { now, today: romeDateOf(now) }, broughtToLight);
  const after = lifeOnce(protocolLife, life, now, ...events);
  const has = coveredPeriods(after, protocolLife.judgedOn(after, LATEST) as Protocol);
  // What it takes away is cut short on its day, also of what is claimed for a later one on which a point is there again.
  const had = cutOn(effect.data.effectiveDate, { points: effect.data.removed, periods: coveredPeriods(life, today) });
  const gained = gainedPeriods(had, has);
  return coverageOfEach(state, gained, WITH_BOTH);
}
