import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal, streamName } from '#kernel/domain';
import { IsUnitCode, withNamesOfHosts } from '#organisation';
import {
  answerCalled,
  Cursor,
  defineQuery,
  everywhere,
  History,
  IsCadastralCode,
  IsOneOf,
  orNull,
  pageOf,
  ReadOptionsQuery,
  ROLES,
  TerritoryFilterQuery,
  withHistory,
  within,
} from '#use-cases';
import { explained, Id, listOf, PAGE_SIZE, Text, Word } from '#vocabulary';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import {
  PUNTO_INPS_STATES,
  StaffPerson,
  USER_GROUPS,
  type PuntoInpsStatus,
} from '../../domain/punto-inps/vocabulary.ts';
import { puntoInpsHistory, withoutPerson } from './punto-inps-history.ts';
import { PublicPuntoInps, PuntoInpsDetail, PuntoInpsSummary, puntoInpsRegister } from './punto-inps-register.ts';

/** Offices of INPS within their territory; staff, premises and reasons are for no host and no citizen (T5). */
const READERS = [within('central', 'regional', 'provincial', 'analyst')];

export class GetPuntoInps extends ReadOptionsQuery {
  /** Id of the point. */
  @IsUUID()
  readonly puntoInpsId!: string;
}

const PuntoInpsAnswer = Type.Object({ ...PuntoInpsDetail.properties, history: History }, { $id: 'PuntoInpsAnswer' });

export const getPuntoInps = defineQuery({
  input: GetPuntoInps,
  summary: 'One Punto INPS with its whole history; without names of staff.',
  by: READERS,
  answer: PuntoInpsAnswer,
  refuses: [puntoInps.notFound],
  run: async ({ puntoInpsId }, shell) => {
    const { document, ...from } = await shell.reader.get(puntoInpsRegister, puntoInpsId, shell.read);
    if (!document) throw puntoInps.notFound({ id: puntoInpsId });
    const { history, ...line } = await withHistory(shell, puntoInpsHistory, { document, ...from });
    const premises = await withNamesOfHosts(shell.reader, line.premises, from);
    return { ...line, premises, history: history.map(withoutPerson) };
  },
});

export class ListPuntiInps extends TerritoryFilterQuery {
  /** In this state alone. */
  @IsOptional()
  @IsOneOf(PUNTO_INPS_STATES, 'PuntoInpsState')
  readonly state?: PuntoInpsStatus;

  /** Code of the reference unit. */
  @IsOptional()
  @IsUnitCode()
  readonly referenceUnit?: string;
}

export const listPuntiInps = defineQuery({
  input: ListPuntiInps,
  summary: 'The register of Punti INPS, newest proposal first, within the territory of the token.',
  by: READERS,
  answer: pageOf('PuntoInpsPage', PuntoInpsSummary),
  run: ({ region, province, state, referenceUnit }, { reader, read, page }) => {
    const fields = { region: 'region', province: 'province', unit: 'referenceUnit' };
    const asked = { region, province, state, referenceUnit };
    return reader.find(puntoInpsRegister, page(asked, fields, [{ field: 'proposedOn', descending: true }]), read);
  },
});

/** States of points that were established. */
const PUBLIC_STATES = ['ESTABLISHED', 'OPEN', 'SUSPENDED', 'CLOSED'] as const;

export class ListPublicPuntiInps extends TerritoryFilterQuery {
  /** Codice catastale: a capital letter and three digits. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** In this state alone. */
  @IsOptional()
  @IsOneOf(PUBLIC_STATES, 'PublicPuntoInpsState')
  readonly state?: (typeof PUBLIC_STATES)[number];
}

export const listPublicPuntiInps = defineQuery({
  input: ListPublicPuntiInps,
  summary: 'Punti INPS that are or were established, wherever they are, with what everyone may know of them.',
  by: [everywhere(...ROLES)],
  answer: pageOf('PublicPuntoInpsPage', PublicPuntoInps),
  run: ({ region, province, municipality, state }, { reader, read, page }) => {
    const asked = { established: 'YES', region, province, municipality, state };
    return reader.find(puntoInpsRegister, page(asked, {}, [{ field: 'proposedOn', descending: true }]), read);
  },
});

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it asks for nothing in particular
export class ListUserGroups {}

const UserGroupAnswer = Type.Object({ code: Word, name: Text }, { $id: 'UserGroupAnswer' });

export const listUserGroups = defineQuery({
  input: ListUserGroups,
  summary: 'Groups of users for whom there may be a Punto INPS; nobody is refused by them.',
  by: [everywhere(...ROLES)],
  answer: Type.Object(
    { items: listOf(UserGroupAnswer, PAGE_SIZE), nextCursor: orNull(Cursor) },
    { $id: 'UserGroupList' },
  ),
  run: () => Promise.resolve({ items: USER_GROUPS, nextCursor: null }),
});

/** Why it is read who somebody of the staff is: codes, because a purpose stands in URLs and in the access log. */
const PURPOSES = ['ORGANIZZAZIONE', 'VERIFICA', 'RECLAMO', 'AUDIT'] as const;

export class GetPuntoInpsStaff extends GetPuntoInps {
  /** Id of the assignment. */
  @IsUUID()
  readonly assignmentId!: string;

  /** Why it is read: ORGANIZZAZIONE, VERIFICA, RECLAMO for a complaint, or AUDIT. It stands in the access log. */
  @IsOneOf(PURPOSES, 'StaffReadingPurpose')
  readonly purpose!: (typeof PURPOSES)[number];
}

const StaffPersonAnswer = Type.Object(
  {
    id: explained(Id, 'Of the assignment.'),
    subject: explained(Id, 'Opaque id of the person.'),
    person: Type.Object(
      { erased: Type.Boolean(), value: Type.Optional(answerCalled('StaffPersonValue', StaffPerson)) },
      { $id: 'OpenedStaffPersonAnswer', description: 'Who it is; without `value` when the person was erased.' },
    ),
  },
  { $id: 'StaffPersonAnswer' },
);

const assignmentNotFound = defineRefusal(
  'ASSIGNMENT_NOT_FOUND',
  'The point has no assignment under this id: read the point, which lists them.',
  'not-found',
);

export const getPuntoInpsStaff = defineQuery({
  input: GetPuntoInpsStaff,
  summary: 'Who somebody of the staff is, for offices of INPS of the territory. Each reading stands in the access log.',
  by: [within('central', 'regional', 'provincial')],
  purpose: 'purpose',
  about: ({ puntoInpsId }) => streamName(puntoInps.category, puntoInpsId),
  answer: StaffPersonAnswer,
  refuses: [puntoInps.notFound, assignmentNotFound],
  run: async ({ puntoInpsId, assignmentId, purpose }, shell) => {
    const { document } = await shell.reader.get(puntoInpsRegister, puntoInpsId, shell.read);
    if (!document) throw puntoInps.notFound({ id: puntoInpsId });
    const { region, province, referenceUnit: unit, persons } = document;
    shell.requireWithin({ region, province, unit });
    const assigned = persons.find((one) => one.assignmentId === assignmentId);
    if (!assigned) throw assignmentNotFound({ assignmentId });
    const { personalData, principal, resource } = shell;
    if (!principal) throw new TypeError('a query for some roles was answered without a principal');
    const [person = { erased: true as const }] = await personalData.open([assigned.person], {
      ...{ principal, purpose, resource },
    });
    return { id: assignmentId, subject: assigned.subject, person };
  },
});
