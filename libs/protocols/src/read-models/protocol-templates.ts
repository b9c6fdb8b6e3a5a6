import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineProjection, idOf, when } from '#kernel/domain';
import {
  answerCalled,
  changesAfter,
  defineQuery,
  everywhere,
  orNull,
  PageQuery,
  pageOf,
  ReadOptionsQuery,
  History,
  historyOf,
  withHistory,
} from '#use-cases';
import { explained, Id, listOf, LocalDate, POINT_KINDS, PointKind, Revision, Text, Timestamp } from '#vocabulary';
import {
  AdoptingAct,
  protocolTemplate,
  ProtocolTemplateAdopted,
  ProtocolTemplateRectified,
  ProtocolTemplateState,
  ProtocolTemplateWithdrawn,
  templateEvents,
} from '../domain/template/protocol-template.ts';
import { Sha256 } from '../domain/vocabulary.ts';

const ProtocolTemplateAnswer = Type.Object(
  {
    id: Id,
    version: Text,
    state: ProtocolTemplateState,
    textSha256: Sha256,
    act: answerCalled('AdoptingActAnswer', AdoptingAct),
    kinds: listOf(PointKind, POINT_KINDS.length, 'Kinds of point that it serves.'),
    validFrom: explained(LocalDate, 'First day on which conventions may be signed under it.'),
    validUntil: orNull(LocalDate, 'Until when they may (this day not included), where that is known.'),
    reason: orNull(Text, 'Why it was withdrawn.'),
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'ProtocolTemplateAnswer' },
);
type ProtocolTemplateDocument = Static<typeof ProtocolTemplateAnswer>;

const changing = changesAfter<ProtocolTemplateDocument>(ProtocolTemplateAdopted);

/** Templates of conventions, one document each. */
export const protocolTemplates = defineProjection<ProtocolTemplateDocument>({
  name: 'protocol-templates',
  version: 1,
  indexes: [{ fields: ['validFrom'] }],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolTemplateAdopted, (_none, { data, recordedAt: changedAt, revision }) => {
      const { templateId: id, validUntil, ...adopted } = data;
      return { id, state: 'ADOPTED', ...adopted, validUntil: validUntil ?? null, reason: null, changedAt, revision };
    }),
    changing(ProtocolTemplateRectified, ({ standing: { validUntil = null, reason = null, ...right } }) => ({
      ...{ ...right, validUntil, reason },
    })),
    changing(ProtocolTemplateWithdrawn, ({ withdrawnOn: validUntil, reason }) => ({
      ...{ state: 'WITHDRAWN', validUntil, reason },
    })),
  ],
});

/** What was recorded of each template, by whom. */
export const templateHistory = historyOf('protocol-template-history', templateEvents);

const ProtocolTemplateWithHistoryAnswer = Type.Object(
  { ...ProtocolTemplateAnswer.properties, history: History },
  { $id: 'ProtocolTemplateWithHistoryAnswer' },
);

/** Whoever may draft or read conventions knows what they follow. */
const READERS = [everywhere('central', 'regional', 'provincial', 'host-operator', 'analyst')];

export class GetProtocolTemplate extends ReadOptionsQuery {
  /** Id of the template. */
  @IsUUID()
  readonly templateId!: string;
}

export const getProtocolTemplate = defineQuery({
  input: GetProtocolTemplate,
  summary: 'One template of conventions with its whole history.',
  by: READERS,
  answer: ProtocolTemplateWithHistoryAnswer,
  refuses: [protocolTemplate.notFound],
  run: async ({ templateId: id }, shell) => {
    const { document, ...from } = await shell.reader.get(protocolTemplates, id, shell.read);
    if (!document) throw protocolTemplate.notFound({ id });
    return { ...(await withHistory(shell, templateHistory, { document, ...from })), ...from };
  },
});

export class ListProtocolTemplates extends PageQuery {}

export const listProtocolTemplates = defineQuery({
  input: ListProtocolTemplates,
  summary: 'Templates of conventions, the newest first.',
  by: READERS,
  answer: pageOf('ProtocolTemplatePage', ProtocolTemplateAnswer),
  run: (_nothing, { reader, read, page }) =>
    reader.find(protocolTemplates, page({}, {}, [{ field: 'validFrom', descending: true }]), read),
});
