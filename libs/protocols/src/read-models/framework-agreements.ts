import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineProjection, idOf, when } from '#kernel/domain';
import {
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
import { explained, Id, LocalDate, Revision, Text, Timestamp } from '#vocabulary';
import {
  frameworkAgreement,
  FrameworkAgreementConcluded,
  FrameworkAgreementRectified,
  FrameworkAgreementTerminated,
  frameworkEvents,
} from '../domain/framework/framework-agreement.ts';
import { Sha256 } from '../domain/vocabulary.ts';

const FrameworkAgreementAnswer = Type.Object(
  {
    id: Id,
    counterpart: Text,
    documentSha256: Sha256,
    signedOn: LocalDate,
    validFrom: explained(LocalDate, 'First day on which conventions may be signed under it.'),
    validUntil: explained(LocalDate, 'Until when they may (this day not included), unless it ends before.'),
    endsOn: explained(LocalDate, 'When it ends, or has ended (this day not included).'),
    reason: orNull(Text, 'Why it ends before its term.'),
    technicalTable: orNull(Text),
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'FrameworkAgreementAnswer' },
);
type FrameworkAgreementDocument = Static<typeof FrameworkAgreementAnswer>;

const changing = changesAfter<FrameworkAgreementDocument>(FrameworkAgreementConcluded);

/** Framework agreements, one document each. */
export const frameworkAgreements = defineProjection<FrameworkAgreementDocument>({
  name: 'framework-agreements',
  version: 1,
  indexes: [{ fields: ['validFrom'] }],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(FrameworkAgreementConcluded, (_none, { data, recordedAt: changedAt, revision }) => {
      const { frameworkAgreementId: id, technicalTable, ...agreement } = data;
      const open = { endsOn: agreement.validUntil, reason: null, technicalTable: technicalTable ?? null };
      return { id, ...agreement, ...open, changedAt, revision };
    }),
    changing(FrameworkAgreementTerminated, ({ endsOn, reason }) => ({ endsOn, reason })),
    changing(FrameworkAgreementRectified, ({ standing: { reason = null, ...right } }) => ({ ...right, reason })),
  ],
});

/** What was recorded of each framework agreement, by whom. */
export const frameworkHistory = historyOf('framework-agreement-history', frameworkEvents);

const FrameworkAgreementWithHistoryAnswer = Type.Object(
  { ...FrameworkAgreementAnswer.properties, history: History },
  { $id: 'FrameworkAgreementWithHistoryAnswer' },
);

/** Whoever may conclude or read conventions knows what they are concluded under. */
const READERS = [everywhere('central', 'regional', 'provincial', 'host-operator', 'analyst')];

export class GetFrameworkAgreement extends ReadOptionsQuery {
  /** Id of the framework agreement. */
  @IsUUID()
  readonly frameworkAgreementId!: string;
}

export const getFrameworkAgreement = defineQuery({
  input: GetFrameworkAgreement,
  summary: 'One framework agreement with its whole history.',
  by: READERS,
  answer: FrameworkAgreementWithHistoryAnswer,
  refuses: [frameworkAgreement.notFound],
  run: async ({ frameworkAgreementId: id }, shell) => {
    const { document, ...from } = await shell.reader.get(frameworkAgreements, id, shell.read);
    if (!document) throw frameworkAgreement.notFound({ id });
    return { ...(await withHistory(shell, frameworkHistory, { document, ...from })), ...from };
  },
});

export class ListFrameworkAgreements extends PageQuery {}

export const listFrameworkAgreements = defineQuery({
  input: ListFrameworkAgreements,
  summary: 'Framework agreements, the newest first.',
  by: READERS,
  answer: pageOf('FrameworkAgreementPage', FrameworkAgreementAnswer),
  run: (_nothing, { reader, read, page }) =>
    reader.find(frameworkAgreements, page({}, {}, [{ field: 'validFrom', descending: true }]), read),
});
