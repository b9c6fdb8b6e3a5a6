import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineProjection, idOf, when } from '#kernel/domain';
import {
  answerCalled,
  beginningWith,
  defineQuery,
  History,
  historyOf,
  IsBeginningOfName,
  IsOneOf,
  orNull,
  pageOf,
  plainName,
  ReadOptionsQuery,
  TerritoryFilterQuery,
  within,
  withHistory,
} from '#use-cases';
import {
  CadastralCode,
  HOST_BODY_KINDS,
  HostBodyKind,
  Id,
  ProvinceCode,
  RegionCode,
  Revision,
  Text,
  Timestamp,
  Word,
} from '#vocabulary';
import { HostBodyDetailsCorrected, hostBodyEvents, HostBodyRegistered, RecognitionAct } from '../domain/events.ts';
import { hostBody } from '../domain/host-body.ts';

const HostBodyAnswer = Type.Object(
  {
    id: Id,
    kind: HostBodyKind,
    name: Text,
    fiscalCode: Type.String({ maxLength: 16 }),
    ipaCode: orNull(Word),
    recognitionAct: orNull(answerCalled('RecognitionActAnswer', RecognitionAct)),
    region: RegionCode,
    province: ProvinceCode,
    municipality: orNull(CadastralCode, 'Codice catastale of the municipality of its seat; null where nobody said.'),
    demonstration: Type.Boolean(),
    registeredAt: Timestamp,
    revision: Revision,
  },
  { $id: 'HostBodyAnswer' },
);
export type HostBodyDocument = Static<typeof HostBodyAnswer> & {
  /** By which lists are ordered and looked through. */
  readonly plainName: string;
};

/** The hosting bodies with their details as they stand. */
export const hostBodies = defineProjection<HostBodyDocument>({
  name: 'host-bodies',
  version: 3,
  indexes: [
    { fields: ['plainName'] },
    { fields: ['id', 'plainName'] },
    { fields: ['region', 'plainName'] },
    { fields: ['province', 'plainName'] },
    { fields: ['kind', 'plainName'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(HostBodyRegistered, (_document, { data, recordedAt, revision }) => ({
      ...data,
      plainName: plainName(data.name),
      ipaCode: data.ipaCode ?? null,
      recognitionAct: data.recognitionAct ?? null,
      municipality: data.municipality ?? null,
      demonstration: data.demonstration ?? false,
      registeredAt: recordedAt,
      revision,
    })),
    when(
      HostBodyDetailsCorrected,
      (document, { data, revision }) =>
        document && {
          ...document,
          ...data,
          plainName: plainName(data.name),
          ipaCode: data.ipaCode ?? null,
          recognitionAct: data.recognitionAct ?? null,
          municipality: data.municipality ?? null,
          revision,
        },
    ),
  ],
});

/** What was registered and corrected of each hosting body, by whom: what was wrong stays to be seen. */
export const hostBodyHistory = historyOf('host-body-history', hostBodyEvents);

const HostBodyWithHistoryAnswer = Type.Object(
  { ...HostBodyAnswer.properties, history: History },
  { $id: 'HostBodyWithHistoryAnswer' },
);

/** Who reads hosting bodies, each within their territory or body. */
const READERS = [within('central', 'regional', 'provincial', 'host-operator', 'analyst')];

export class GetHostBody extends ReadOptionsQuery {
  /** Id of the hosting body. */
  @IsUUID()
  readonly hostBodyId!: string;
}

export const getHostBody = defineQuery({
  input: GetHostBody,
  summary: 'One body with its whole history.',
  by: READERS,
  answer: HostBodyWithHistoryAnswer,
  refuses: [hostBody.notFound],
  run: async ({ hostBodyId: id }, shell) => {
    const { document, ...from } = await shell.reader.get(hostBodies, id, shell.read);
    if (!document) throw hostBody.notFound({ id });
    return withHistory(shell, hostBodyHistory, { document, ...from });
  },
});

export class ListHostBodies extends TerritoryFilterQuery {
  /** Of this kind alone. */
  @IsOptional()
  @IsOneOf(HOST_BODY_KINDS, 'HostBodyKind')
  readonly kind?: HostBodyKind;

  /**
   * What the name begins with, at least 2 characters, in capital or small letters, with or without accents. Words further
   * on in the name are not looked at.
   */
  @IsBeginningOfName()
  readonly name?: string;
}

export const listHostBodies = defineQuery({
  input: ListHostBodies,
  summary: 'Bodies by name, within the territory of the token.',
  by: READERS,
  answer: pageOf('HostBodyPage', HostBodyAnswer),
  run: ({ region, province, kind, name }, { reader, read, page }) => {
    const fields = { region: 'region', province: 'province', host: 'id' };
    const asked = { region, province, kind, plainName: name === undefined ? undefined : beginningWith(name) };
    return reader.find(hostBodies, page(asked, fields, [{ field: 'plainName' }]), read);
  },
});
