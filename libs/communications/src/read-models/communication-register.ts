import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when } from '#kernel/domain';
import { changesAfter, orNull, type Change } from '#use-cases';
import { Id, RegionCode, Revision, Text, Timestamp } from '#vocabulary';
import {
  CommunicationAnswered,
  CommunicationClosed,
  CommunicationContinued,
  CommunicationMailRegistered,
  CommunicationRegistered,
  CommunicationSent,
  CommunicationTakenInCharge,
} from '../domain/events.ts';
import { CommunicationKind, CommunicationState, SupportOutcome } from '../domain/vocabulary.ts';

/** A line of the list, which is its document: one per communication, without what was written. */
export const CommunicationSummary = Type.Object(
  {
    id: Id,
    kind: CommunicationKind,
    state: CommunicationState,
    region: RegionCode,
    unit: Id,
    subject: Text,
    begunAt: Timestamp,
    waitingSince: orNull(
      Timestamp,
      'Since when it waits for the centre, a mail since it was sent; null while it does not.',
    ),
    answeredAt: orNull(Timestamp, 'When the centre has answered last.'),
    personInCharge: orNull(Id, 'Of support: who answers for it.'),
    outcome: orNull(SupportOutcome, 'Of support: what it came to.'),
    closedAt: orNull(Timestamp),
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'CommunicationSummaryAnswer' },
);
export type CommunicationSummary = Static<typeof CommunicationSummary>;

/** What is stored of a communication: its line, and what the inbox is ordered by. */
interface CommunicationDocument extends CommunicationSummary {
  /** Since when it waits; later than all others where it does not. */
  readonly waiting: string;
}
const NOT_WAITING = '9999-12-31';

const changing = changesAfter<CommunicationDocument>(CommunicationSent);
const notWaiting = { waitingSince: null, waiting: NOT_WAITING };
/** What waits already has waited since before, unless a mail that is registered late was sent first. */
function waits(written: string, { waiting }: CommunicationDocument): Change<CommunicationDocument> {
  const since = waiting < written ? waiting : written;
  return { state: 'OPEN', waitingSince: since, waiting: since, closedAt: null, outcome: null };
}

/** All communications: one document each, as it stands. */
export const communicationRegister = defineProjection<CommunicationDocument>({
  name: 'communications',
  version: 2,
  indexes: [
    { fields: ['begunAt'] },
    { fields: ['region', 'begunAt'] },
    { fields: ['state', 'begunAt'] },
    { fields: ['kind', 'begunAt'] },
    { fields: ['personInCharge', 'begunAt'] },
    { fields: ['waiting'] },
    { fields: ['region', 'waiting'] },
    { fields: ['state', 'waiting'] },
    { fields: ['kind', 'waiting'] },
    { fields: ['personInCharge', 'waiting'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([CommunicationSent, CommunicationRegistered], (_none, event) => {
      const { communicationId: id, kind, region, unit, subject } = event.data;
      const at = event.recordedAt;
      const since = 'mail' in event.data ? event.data.mail.sentAt : at;
      return {
        ...{ id, kind, state: 'OPEN', region, unit, subject, begunAt: at, waitingSince: since, waiting: since },
        ...{ answeredAt: null, personInCharge: null, outcome: null, closedAt: null },
        ...{ changedAt: at, revision: event.revision },
      };
    }),
    changing(CommunicationContinued, (_message, before, { recordedAt }) => waits(recordedAt, before)),
    changing(CommunicationMailRegistered, ({ mail, isDealtWith }, before) =>
      isDealtWith ? {} : waits(mail.sentAt, before),
    ),
    changing(CommunicationTakenInCharge, ({ personInCharge }) => ({ personInCharge })),
    changing(CommunicationAnswered, (_answer, _before, { recordedAt: answeredAt }) => ({
      ...notWaiting,
      state: 'ANSWERED',
      answeredAt,
    })),
    changing(CommunicationClosed, ({ outcome = null }, _before, { recordedAt: closedAt }) => ({
      ...{ ...notWaiting, state: 'CLOSED', outcome, closedAt },
    })),
  ],
});
