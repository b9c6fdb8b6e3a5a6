import { ArrayMaxSize, IsOptional } from 'class-validator';
import { defineRefusals, deriveId, type Absent } from '#kernel/domain';
import { regionByCode } from '#italy';
import {
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
} from '#organisation';
import { subject } from '#privacy';
import { pointFacts, puntoCliente } from '#service-points/domain';
import { defineCommandOn, fact, facts, IsId, IsRegionCode, IsRequiredObjects, setting } from '#use-cases';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import type { ProtocolEvent } from '../domain/events.ts';
import {
  frameworkAgreement,
  frameworkRefusals,
  requireFrameworkToFollow,
  type FrameworkAgreement,
} from '../domain/framework/framework-agreement.ts';
import { pointRefusals, requireHoldable, type NamedPoint } from '../domain/points.ts';
import { predecessorFacts, predecessorRefusals, requireRenewable, type Predecessor } from '../domain/predecessor.ts';
import { isSamePost } from '../domain/protocol-state.ts';
import { requireActingUnit, unitRefusals } from '../domain/signing.ts';
import { protocol } from '../domain/protocol.ts';
import {
  protocolTemplate,
  requireTemplateToFollow,
  templateRefusals,
  type ProtocolTemplate,
} from '../domain/template/protocol-template.ts';
import type { Officer } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { requireKindsAllowedAt } from './kinds-at-host.ts';
import { retentionsOf } from './named-person.ts';
import { OfficerInput, officerOf } from './officer-input.ts';
import { OFFICES } from './on-protocol.ts';
import { IsAllowedKinds, IsCoveredPoints, IsDurationMonths } from './protocol-terms.ts';

/** Drafts a protocol between the institute and a hosting body. */
export class DraftProtocol {
  /** Id of the hosting body. */
  @IsId()
  readonly hostBodyId!: string;

  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** Code of the unit that proposes it. */
  @IsUnitCode()
  readonly proposingUnit!: string;

  /** Ids of the Punti Cliente to cover. */
  @IsCoveredPoints()
  readonly points!: string[];

  /** Kinds of point to allow. */
  @IsAllowedKinds()
  readonly kinds!: PointKind[];

  /** The configured duration when absent. */
  @IsOptional()
  @IsDurationMonths()
  readonly durationMonths?: number;

  /** The framework agreement that it follows, valid on the day of the later signature. */
  @IsOptional()
  @IsId()
  readonly frameworkAgreementId?: string;

  /** The template that it follows, valid on the day of the later signature, and for all kinds. */
  @IsOptional()
  @IsId()
  readonly templateId?: string;

  /** The protocol that this one renews: its points pass without a gap, if this one is in force when it ends. */
  @IsOptional()
  @IsId()
  readonly renews?: string;

  /** Officers who are known already; the others are assigned before submission. */
  @IsOptional()
  @IsRequiredObjects(() => OfficerInput)
  @ArrayMaxSize(4)
  readonly officers?: OfficerInput[];
}

const refuse = defineRefusals({
  PROTOCOL_COVERS_NO_POINT: 'A protocol covers a point at least: name one.',
  PROTOCOL_ALLOWS_NO_KIND: 'A protocol allows a kind of point at least: name one.',
  OFFICER_NAMED_TWICE: 'Two officers are named as {role} of {party}: leave one of them out.',
});

/**
 * A protocol regulates one or more Punti Cliente of one host in one region (INPS circolare 119/2011). Punti Cliente di
 * Servizio (circolare 119/2011) and Punti Utente Evoluti (INPS–ANCI, 2025) are at administrations only. The points are
 * looked up in their own streams.
 */
export const draftProtocol = defineCommandOn(protocol)({
  input: DraftProtocol,
  summary: 'Drafts a protocol between the institute and a hosting body.',
  id: (_input, commandId) => deriveId('Protocol', commandId),
  by: OFFICES,
  in: ['ABSENT'],
  where: ({ region }) => ({ region }),
  needs: {
    host: fact(hostBody, ({ hostBodyId }: DraftProtocol) => hostBodyId, hostBodyFacts),
    framework: fact(
      frameworkAgreement,
      ({ frameworkAgreementId }: DraftProtocol) => frameworkAgreementId,
      (found) => found,
    ),
    template: fact(
      protocolTemplate,
      ({ templateId }: DraftProtocol) => templateId,
      (found) => found,
    ),
    predecessor: fact(protocol, ({ renews }: DraftProtocol) => renews, predecessorFacts),
    named: facts(puntoCliente, ({ points }: DraftProtocol) => points, pointFacts),
    unit: fact(
      territorialUnit,
      ({ proposingUnit }: DraftProtocol) => proposingUnit,
      (unit) =>
        (on: string): UnitFacts | undefined =>
          unitOn(unit, on),
    ),
    proposingKinds: setting(organisationSettings, ({ proposingKinds }) => proposingKinds),
    usualMonths: setting(protocolSettings, ({ durationMonths }) => durationMonths),
  },
  refuses: [
    refuse,
    unknownRegion,
    hostNotRegistered,
    onlyAtAdministrations,
    unitRefusals,
    pointRefusals,
    predecessorRefusals,
    frameworkRefusals,
    templateRefusals,
    subject.stateForbids,
  ],
  namesPerson: ({ officers = [] }) => officers.length > 0,
  // A refusal leaves no trace of the officers.
  check: requireDraftable,
  prepare: async ({ officers, ...terms }, shell): Promise<WantedDraft> => {
    const named: Officer[] = [];
    for (const officer of officers ?? []) named.push(await officerOf(officer, shell));
    return { ...terms, officers: named };
  },
  claims: ({ officers = [] }) => retentionsOf(officers.map(({ name }) => name)),
  decide: (wanted, absent, known): ProtocolEvent[] => {
    const host = requireDraftable(wanted, absent, known);
    const { id, usualMonths } = known;
    const { region, proposingUnit, points, kinds, durationMonths = usualMonths, officers = [] } = wanted;
    const { renews, frameworkAgreementId, templateId } = wanted;
    const terms = { points: [...new Set(points)], kinds: [...new Set(kinds)], durationMonths };
    const link = {
      ...(renews === undefined ? {} : { renews }),
      ...(frameworkAgreementId === undefined ? {} : { frameworkAgreementId }),
      ...(templateId === undefined ? {} : { templateId }),
    };
    return [
      { type: 'ProtocolDrafted', data: { protocolId: id, host, region, ...terms, proposingUnit, ...link } },
      ...officers.map((officer): ProtocolEvent => ({ type: 'ConventionOfficerAssigned', data: { ...officer } })),
    ];
  },
});

/** A draft as its rule sees it: officers are subjects, their names sealed. */
type WantedDraft = Omit<DraftProtocol, 'officers'> & { readonly officers?: readonly Officer[] };

/** What is drafted, whoever the officers are. */
type DraftTerms = Omit<DraftProtocol, 'officers'> & {
  readonly officers?: readonly Pick<Officer, 'party' | 'role'>[];
};

interface DraftFacts {
  readonly today: string;
  readonly host: HostBodyFacts | undefined;
  readonly predecessor?: Predecessor | undefined;
  readonly framework?: FrameworkAgreement | Absent | undefined;
  readonly template?: ProtocolTemplate | Absent | undefined;
  readonly named: ReadonlyMap<string, NamedPoint | undefined>;
  readonly unit: (on: string) => UnitFacts | undefined;
  readonly proposingKinds: readonly string[];
}

/** @returns the host that it is drafted with */
function requireDraftable(draft: DraftTerms, _absent: unknown, known: DraftFacts): HostBodyFacts {
  const { hostBodyId, region, proposingUnit, points, kinds, officers = [], renews } = draft;
  const { frameworkAgreementId, templateId } = draft;
  const { host, named, today } = known;
  if (!regionByCode(region)) throw unknownRegion({ region });
  if (!host) throw hostNotRegistered({ hostBodyId });
  if (points.length === 0) throw refuse.PROTOCOL_COVERS_NO_POINT({ hostBodyId });
  if (kinds.length === 0) throw refuse.PROTOCOL_ALLOWS_NO_KIND({ hostBodyId });
  requireKindsAllowedAt(host, kinds);
  const proposing = { unit: known.unit(today), code: proposingUnit, on: today, region };
  requireActingUnit('PROPOSE', { ...proposing, allowed: known.proposingKinds });
  requireHoldable(named, { region, hostId: hostBodyId, kinds });
  if (renews !== undefined) requireRenewable(renews, known.predecessor, { region, hostId: hostBodyId, points });
  if (frameworkAgreementId !== undefined) requireFrameworkToFollow(frameworkAgreementId, known.framework);
  if (templateId !== undefined) requireTemplateToFollow(templateId, known.template, kinds);
  const twice = officers.find((one, index) => officers.findIndex((other) => isSamePost(one, other)) !== index);
  if (twice) throw refuse.OFFICER_NAMED_TWICE({ party: twice.party, role: twice.role });
  return host;
}
