import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
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
import { pointFacts, puntoCliente } from '#service-points/domain';
import { defineCommandOn, fact, facts, IsOneOf, IsRegionCode, IsRequiredObjects, setting } from '#use-cases';
import { POINT_KINDS, type PointKind } from '#vocabulary';
import type { ProtocolEvent } from '../domain/events.ts';
import { pointRefusals, requireHoldable } from '../domain/points.ts';
import { predecessorFacts, predecessorRefusals, requireRenewable } from '../domain/predecessor.ts';
import { isSamePost } from '../domain/protocol-state.ts';
import { requireActingUnit, unitRefusals } from '../domain/signing.ts';
import { protocol } from '../domain/protocol.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { OfficerInput } from './assign-convention-officer.ts';
import { requireKindsAllowedAt } from './kinds-at-host.ts';
import { OFFICES } from './on-protocol.ts';

/** Drafts a protocol between the institute and a hosting body. */
export class DraftProtocol {
  /** Id of the hosting body. */
  @IsUUID()
  readonly hostBodyId!: string;

  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** Code of the unit that proposes it. */
  @IsUnitCode()
  readonly proposingUnit!: string;

  /** Ids of the Punti Cliente to cover. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly points!: string[];

  /** Kinds of point to allow. */
  @ArrayMinSize(1)
  @ArrayMaxSize(POINT_KINDS.length)
  @ArrayUnique()
  @IsOneOf(POINT_KINDS, 'PointKind', { each: true })
  readonly kinds!: PointKind[];

  /** The configured duration when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(600)
  readonly durationMonths?: number;

  /** The protocol that this one renews: its points pass without a gap, if this one is in force when it ends. */
  @IsOptional()
  @IsUUID()
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
  ],
  decide: (command, _absent, { id, today, host, named, usualMonths, ...known }): ProtocolEvent[] => {
    const { hostBodyId, region, proposingUnit, points, kinds, durationMonths = usualMonths, officers = [] } = command;
    const { renews } = command;
    if (!regionByCode(region)) throw unknownRegion({ region });
    if (!host) throw hostNotRegistered({ hostBodyId });
    if (points.length === 0) throw refuse.PROTOCOL_COVERS_NO_POINT({ hostBodyId });
    if (kinds.length === 0) throw refuse.PROTOCOL_ALLOWS_NO_KIND({ hostBodyId });
    requireKindsAllowedAt(host, kinds);
    const proposing = { unit: known.unit(today), code: proposingUnit, on: today, region };
    requireActingUnit('PROPOSE', { ...proposing, allowed: known.proposingKinds });
    requireHoldable(named, { region, hostId: hostBodyId, kinds });
    if (renews !== undefined) requireRenewable(renews, known.predecessor, { region, hostId: hostBodyId, points });
    const twice = officers.find((one, index) => officers.findIndex((other) => isSamePost(one, other)) !== index);
    if (twice) throw refuse.OFFICER_NAMED_TWICE({ party: twice.party, role: twice.role });
    const terms = { points: [...new Set(points)], kinds: [...new Set(kinds)], durationMonths };
    const link = renews === undefined ? {} : { renews };
    return [
      { type: 'ProtocolDrafted', data: { protocolId: id, host, region, ...terms, proposingUnit, ...link } },
      ...officers.map((officer): ProtocolEvent => ({ type: 'ConventionOfficerAssigned', data: { ...officer } })),
    ];
  },
});
