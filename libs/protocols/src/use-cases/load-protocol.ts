import { IsOptional } from 'class-validator';
import { isDomainError, valueAlreadyTaken, type Claim } from '#kernel/domain';
import { monthsAfter, regionByCode, type LocalDate } from '#italy';
import {
  dependenceRefusals,
  hostBody,
  hostBodyFacts,
  hostNotRegistered,
  IsUnitCode,
  onlyAtAdministrations,
  organisationSettings,
  territorialUnit,
  unitOn,
  unknownRegion,
  type UnitFacts,
  type UnitKind,
  ipaCodeOfInstitute,
} from '#organisation';
import { loadedPointId, pointFacts, puntoCliente } from '#service-points/domain';
import {
  defineCommandOn,
  fact,
  facts,
  IsId,
  IsLoadingCode,
  IsLoadingCodes,
  IsRealDate,
  IsRegionCode,
  IsRequiredObject,
  setting,
  within,
} from '#use-cases';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import { coverageOfAll, pointCovered } from '../domain/coverage/coverage-claim.ts';
import {
  loadedProtocolId,
  loadingRefusals,
  requireCourse,
  requireForwardingInOrder,
  requireOfItsTime,
  signedOnOf,
} from '../domain/loaded-act.ts';
import {
  registeredInTimeRefusals,
  requireLetterRegistered,
  requireReceiptRegistered,
} from '../domain/registered-in-time.ts';
import { loadedLife } from '../domain/loaded-life.ts';
import { pointRefusals, requireHoldable, type NamedPoint } from '../domain/points.ts';
import { protocol } from '../domain/protocol.ts';
import { requireActingUnit, unitRefusals } from '../domain/signing.ts';
import type { Signature } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { coverageBehind, coverageNeedsOf, requireCoverageKnown } from './coverage-record.ts';
import { followedNeeds, followedRefusals, requireFollowed } from './followed-by-loaded.ts';
import { requireKindsAllowedAt } from './kinds-at-host.ts';
import {
  LoadedForwardingInput,
  LoadedRenewalInput,
  LoadedSignatureInput,
  LoadedTerminationInput,
  signatureOfBefore,
} from './loaded-input.ts';
import { IsAllowedKinds, IsDurationMonths } from './protocol-terms.ts';
import { entryClaims, refuseEntryOfOthers, refuseInconsistent } from './register-entry.ts';
import { IsSha256, signatureRefusals, validSignature } from './signature-input.ts';
import { unitClaim } from './unit-claim.ts';

/** Loads an act that was signed before it is recorded here, whatever has become of it since. */
export class LoadProtocol {
  /** What other rows name it by. */
  @IsLoadingCode()
  readonly code!: string;

  /** Id of the hosting body. */
  @IsId()
  readonly hostBodyId!: string;

  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** Code of the unit that proposed it, where it is known. */
  @IsOptional()
  @IsUnitCode()
  readonly proposingUnit?: string;

  /** Codes of the Punti Cliente that it covered, of the same host; they are loaded afterwards. */
  @IsLoadingCodes()
  readonly pointCodes!: string[];

  /** Kinds of point that it allowed. */
  @IsAllowedKinds()
  readonly kinds!: PointKind[];

  /** The configured duration when absent. */
  @IsOptional()
  @IsDurationMonths()
  readonly durationMonths?: number;

  /** Of the text before any signature, 64 lower-case hexadecimal digits; of a copy, where it was signed by hand. */
  @IsSha256()
  readonly documentSha256!: string;

  /** The signature of INPS. */
  @IsRequiredObject(() => LoadedSignatureInput)
  readonly inpsSignature!: LoadedSignatureInput;

  /** The signature of the host. */
  @IsRequiredObject(() => LoadedSignatureInput)
  readonly hostSignature!: LoadedSignatureInput;

  @IsOptional()
  @IsRequiredObject(() => LoadedForwardingInput)
  readonly forwarding?: LoadedForwardingInput;

  /** First day in force, yyyy-mm-dd; absent where it is signed and nothing more. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;

  @IsOptional()
  @IsRequiredObject(() => LoadedTerminationInput)
  readonly termination?: LoadedTerminationInput;

  /** The act that renewed it, which is loaded before. */
  @IsOptional()
  @IsRequiredObject(() => LoadedRenewalInput)
  readonly renewal?: LoadedRenewalInput;

  /** Code of the act that it renewed, of the same host. */
  @IsOptional()
  @IsLoadingCode()
  readonly renews?: string;

  /** The framework agreement that it follows, valid on the day of the later signature. */
  @IsOptional()
  @IsId()
  readonly frameworkAgreementId?: string;

  /** The template that it follows, begun by the day of the later signature, and for all kinds. */
  @IsOptional()
  @IsId()
  readonly templateId?: string;
}

const idsOf = (row: LoadProtocol): string[] => [...codesOf(row).keys()];

/**
 * Acts since 1-2-2010 come with their legal dates, as the life that they have had (P10): no notice and no mail follows from
 * that, and as it was known before there was nothing. Coverage is claimed for their period as for that of any other (P6).
 */
export const loadProtocol = defineCommandOn(protocol)({
  input: LoadProtocol,
  summary: 'Loads an act that was signed before it is recorded here, whatever has become of it since.',
  id: ({ hostBodyId, code }) => loadedProtocolId(hostBodyId, code),
  by: [within('central')],
  in: ['ABSENT'],
  where: ({ region }) => ({ region }),
  needs: {
    ...coverageNeedsOf(({ hostBodyId }: LoadProtocol) => hostBodyId),
    body: fact(
      hostBody,
      ({ hostBodyId }: LoadProtocol) => hostBodyId,
      (found) => ({ facts: hostBodyFacts(found), ipaCode: found.status === 'ABSENT' ? undefined : found.ipaCode }),
    ),
    named: facts(puntoCliente, idsOf, pointFacts),
    successor: fact(
      protocol,
      ({ hostBodyId, renewal }: LoadProtocol) => renewal && loadedProtocolId(hostBodyId, renewal.by),
      (found) =>
        'effectiveDate' in found
          ? { id: found.id, points: found.points, effectiveDate: found.effectiveDate }
          : undefined,
    ),
    ...followedNeeds,
    signing: fact(territorialUnit, ({ inpsSignature }: LoadProtocol) => inpsSignature.unit, unitOnDays),
    proposing: fact(territorialUnit, ({ proposingUnit }: LoadProtocol) => proposingUnit, unitOnDays),
    proposingKinds: setting(organisationSettings, ({ proposingKinds }) => proposingKinds),
    signingKinds: setting(organisationSettings, ({ signingKinds }) => signingKinds),
    institute: ipaCodeOfInstitute,
    usualMonths: setting(protocolSettings, ({ durationMonths }) => durationMonths),
    forwardingDays: setting(protocolSettings, ({ forwardingDays }) => forwardingDays),
  },
  claims: (row, _absent, { id, usualMonths }) => [
    ...unitOf(row, id),
    ...entriesOf(row),
    ...coverageOf(row, { id, usualMonths }),
  ],
  refuses: [
    ...[
      loadingRefusals,
      registeredInTimeRefusals,
      unknownRegion,
      hostNotRegistered,
      onlyAtAdministrations,
      pointRefusals,
    ],
    ...[unitRefusals, ...signatureRefusals, pointCovered, coverageBehind, valueAlreadyTaken, ...dependenceRefusals],
    ...followedRefusals,
  ],
  decide: (row, _absent, known) => {
    requireCoverageKnown(known);
    const { code, hostBodyId, region, proposingUnit, kinds, effectiveDate, termination, renewal, renews } = row;
    const { frameworkAgreementId, templateId } = row;
    const { id, today, body, named, successor, usualMonths } = known;
    const { durationMonths = usualMonths } = row;
    if (!regionByCode(region)) throw unknownRegion({ region });
    const host = body.facts;
    if (!host) throw hostNotRegistered({ hostBodyId });
    requireKindsAllowedAt(host, kinds);
    requireHoldable(thoseThere(named, row), { region, hostId: hostBodyId, kinds });
    const signatures = signaturesOf(row, host, known);
    requireOfItsTime(signatures, host);
    requireFollowed(row, signatures, known);
    if (proposingUnit !== undefined) {
      const on = signedOnOf(signatures);
      const unit = known.proposing(on);
      requireActingUnit('PROPOSE', { unit, code: proposingUnit, on, region, allowed: known.proposingKinds });
    }
    const course = { durationMonths, effectiveDate, termination, renewal };
    requireCourse(course, { today, signatures, renewedFrom: successor?.effectiveDate });
    if (row.forwarding) requireForwarded(row.forwarding, signedOnOf(signatures), known);
    const points = idsOf(row);
    const drafted = {
      ...{ protocolId: id, host, region, points, kinds, durationMonths, loadedAs: code },
      ...(proposingUnit === undefined ? {} : { proposingUnit }),
      ...(renews === undefined ? {} : { renews: loadedProtocolId(hostBodyId, renews) }),
      ...(frameworkAgreementId === undefined ? {} : { frameworkAgreementId }),
      ...(templateId === undefined ? {} : { templateId }),
    };
    return loadedLife({ drafted, signatures, forwarding: row.forwarding, course, successor }, known);
  },
});

function unitOnDays(unit: Parameters<typeof unitOn>[0]): (on: LocalDate) => UnitFacts | undefined {
  return (on) => unitOn(unit, on);
}

/** Points by what the row knows them by: nobody who loads it has seen an id of theirs. */
function codesOf({ hostBodyId, pointCodes }: LoadProtocol): ReadonlyMap<string, string> {
  return new Map(pointCodes.map((code) => [loadedPointId(hostBodyId, code), code]));
}

/** The points that are loaded already, by their codes: those of an act that covered them before, or after. */
function thoseThere(
  named: ReadonlyMap<string, NamedPoint | undefined>,
  row: LoadProtocol,
): ReadonlyMap<string, NamedPoint> {
  const codes = codesOf(row);
  return new Map([...named].flatMap(([id, point]) => (point ? [[codes.get(id) ?? id, point]] : [])));
}

interface Signing {
  readonly signing?: ((on: LocalDate) => UnitFacts | undefined) | undefined;
  readonly body: { readonly ipaCode?: string | undefined };
  readonly signingKinds: readonly UnitKind[];
  readonly institute: string;
  readonly now: number;
  readonly today: LocalDate;
}

function signaturesOf(
  { documentSha256, region, ...row }: LoadProtocol,
  host: HostBodyFacts,
  { signing: unit, body: { ipaCode: hostIpaCode }, signingKinds, institute, now, today }: Signing,
): readonly [Signature, Signature] {
  const known = { unit, hostIpaCode, signingKinds, institute, now, today };
  const inps = validSignature(
    signatureOfBefore('INPS', documentSha256, row.inpsSignature),
    { host, region, signatures: [] },
    known,
  );
  const wanted = signatureOfBefore('HOST', documentSha256, row.hostSignature);
  return [inps, validSignature(wanted, { host, region, signatures: [inps] }, known)];
}

/** Letters and acknowledgements stand in the registers of the institute. */
function requireForwarded(
  forwarding: LoadedForwardingInput,
  signedOn: LocalDate,
  { today, institute }: Pick<Signing, 'today' | 'institute'>,
): void {
  requireForwardingInOrder(forwarding, { signedOn, today });
  const { forwardedOn, registerEntry: letter, acknowledgement } = forwarding;
  for (const entry of [letter, acknowledgement?.registerEntry]) {
    if (!entry) continue;
    refuseEntryOfOthers(entry, institute);
    refuseInconsistent(entry, today);
  }
  if (letter) requireLetterRegistered(letter, forwardedOn);
  if (!acknowledgement) return;
  requireReceiptRegistered(acknowledgement.registerEntry, { ...acknowledgement, forwardedOn });
}

/** The unit that it needed since it was signed, as one that is signed here. */
function unitOf({ inpsSignature, proposingUnit, effectiveDate }: LoadProtocol, id: string): readonly Claim[] {
  const unit = inpsSignature.unit ?? (effectiveDate === undefined ? undefined : proposingUnit);
  return unit === undefined ? [] : [unitClaim(id, { unit, from: inpsSignature.signedOn })];
}

function entriesOf({ inpsSignature, hostSignature, forwarding }: LoadProtocol): readonly Claim[] {
  const entries = [
    inpsSignature.registerEntry,
    hostSignature.registerEntry,
    forwarding?.registerEntry,
    forwarding?.acknowledgement?.registerEntry,
  ];
  return entries.flatMap((entry) => (entry ? entryClaims(entry) : []));
}

/** The days on which it covered its points. */
function coverageOf(
  row: LoadProtocol,
  { id, usualMonths }: { readonly id: string; readonly usualMonths: number },
): readonly Claim[] {
  const { hostBodyId, region, effectiveDate: from, durationMonths = usualMonths, termination, renewal } = row;
  if (from === undefined) return [];
  const until = termination?.effectiveDate ?? renewal?.on ?? monthsAfter(from, durationMonths);
  const codes = codesOf(row);
  return coverageOfAll({ id, region, host: { id: hostBodyId } }, idsOf(row), { from, until }).map((claim) =>
    refusedByCode(claim, codes.get(claim.id) ?? claim.id),
  );
}

/** The claim on the days of a point, which where another protocol has them is refused with the code of the point. */
function refusedByCode(claim: Claim, point: string): Claim {
  return {
    ...claim,
    claim: (...asked) => {
      try {
        return claim.claim(...asked);
      } catch (refusal) {
        if (!isDomainError(refusal, pointCovered.code)) throw refusal;
        const { from, until } = refusal.facts;
        throw pointCovered({ ...refusal.facts, from, until, point });
      }
    },
  };
}
