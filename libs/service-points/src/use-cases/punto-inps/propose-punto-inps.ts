import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import {
  dependenceRefusals,
  IsUnitCode,
  italy,
  lastingDependenceOn,
  placeRefusals,
  requirePlace,
  territorialUnit,
  NEEDING_A_KIND,
} from '#organisation';
import {
  defineCommandOn,
  fact,
  IsCadastralCode,
  IsOneOf,
  IsProvinceCode,
  IsRealDate,
  IsRegionCode,
  IsRequiredObject,
  IsText,
  onItsDay,
} from '#use-cases';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { GROUNDS, USER_GROUP_CODES, type Ground, type UserGroup } from '../../domain/punto-inps/vocabulary.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import { AddressInput } from '../request-punto-cliente.ts';
import { agencyNeeded, agencyReplaced, agencyToBecome } from './agency-to-become.ts';
import { RUNNING_OFFICES } from './on-punto-inps.ts';
import {
  agencyRefusals,
  asItIs,
  proposingRefusals,
  referenceRefusals,
  requireAgency,
  requireProposing,
  requireReference,
  unitKinds,
  whereUnit,
} from './units-of-punto-inps.ts';

/** Proposes a Punto INPS. */
export class ProposePuntoInps {
  @IsText(200)
  readonly name!: string;

  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** ISTAT code. */
  @IsProvinceCode()
  readonly province!: string;

  /** Codice catastale: a capital letter and three digits. */
  @IsCadastralCode()
  readonly municipality!: string;

  @IsRequiredObject(() => AddressInput)
  readonly address!: AddressInput;

  /** Code of the unit that proposes it. */
  @IsUnitCode()
  readonly proposedBy!: string;

  /** Code of its reference unit. */
  @IsUnitCode()
  readonly referenceUnit!: string;

  /** For whom it is: a territory of low complexity, or groups of users. */
  @IsOneOf(GROUNDS, 'PuntoInpsGround')
  readonly ground!: Ground;

  /** Needed where groups of users are its ground. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsOneOf(USER_GROUP_CODES, 'UserGroup', { each: true })
  readonly userGroups?: UserGroup[];

  /** Code of the agency that it is made of: its agendas pass to the point when that opens. */
  @IsOptional()
  @IsUnitCode()
  readonly replaces?: string;

  /** Day of the proposal, yyyy-mm-dd; that on which it is recorded when absent. */
  @IsOptional()
  @IsRealDate()
  readonly proposedOn?: string;
}

const refuse = defineRefusals({
  USER_GROUPS_REQUIRED: 'A Punto INPS for groups of users says for which: name them in userGroups.',
  USER_GROUPS_WITHOUT_GROUND:
    'A Punto INPS for a territory of low complexity is for everybody: leave userGroups out, or change its ground.',
});

/** An office of the unit that proposes it, whose kind says whether it may (P4), files the proposal. */
export const proposePuntoInps = defineCommandOn(puntoInps)({
  input: ProposePuntoInps,
  summary: 'Proposes a Punto INPS.',
  id: (_input, commandId) => deriveId('PuntoInps', commandId),
  by: RUNNING_OFFICES,
  in: ['ABSENT'],
  where: ({ region, province }) => ({ region, province }),
  needs: {
    proposer: fact(territorialUnit, ({ proposedBy }: ProposePuntoInps) => proposedBy, asItIs),
    reference: fact(territorialUnit, ({ referenceUnit }: ProposePuntoInps) => referenceUnit, asItIs),
    agency: fact(territorialUnit, ({ replaces }: ProposePuntoInps) => replaces, asItIs),
    kinds: unitKinds,
  },
  // Its agendas pass to the point, and leave those in charge of it: who proposes that acts for both.
  whereFacts: ({ proposer, agency }) => [proposer, agency].map(whereUnit),
  claims: ({ referenceUnit, replaces, proposedOn: from }, _absent, { id, today }) => [
    lastingDependenceOn(referenceUnit, { kind: NEEDING_A_KIND.puntoInps, id }, { from: from ?? today }),
    ...(replaces === undefined
      ? []
      : [agencyToBecome(replaces), agencyNeeded(replaces, id, from === undefined ? undefined : { from })]),
  ],
  refuses: [
    ...[refuse, ...proposingRefusals, ...referenceRefusals, ...agencyRefusals, ...placeRefusals, dateInFuture],
    ...[...dependenceRefusals, agencyReplaced],
  ],
  decide: (wanted, _absent, { id, today, proposer, reference, agency, kinds }) => {
    const { proposedOn: on = today, region, proposedBy, referenceUnit, replaces, ground, userGroups } = wanted;
    requireNotAhead(on, today);
    requirePlace(italy, wanted, on);
    requireProposing({ code: proposedBy, unit: proposer, region, on }, kinds.proposingKinds);
    requireReference({ code: referenceUnit, unit: reference, region, on }, kinds.referenceKinds);
    if (replaces !== undefined) requireAgency({ code: replaces, unit: agency, region, on });
    if (ground === 'USER_GROUPS' && !userGroups) throw refuse.USER_GROUPS_REQUIRED();
    if (ground === 'LOW_COMPLEXITY' && userGroups) throw refuse.USER_GROUPS_WITHOUT_GROUND();
    return [onItsDay({ type: 'PuntoInpsProposed', data: { ...wanted, puntoInpsId: id, proposedOn: on } }, on)];
  },
});
