import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when } from '#kernel/domain';
import { changesAfter, historyOf, orNull } from '#use-cases';
import { Id, listOf, oneOf, Revision, Text, Timestamp, Word } from '#vocabulary';
import {
  IntegrationMailboxChanged,
  IntegrationRegistered,
  IntegrationScopeChanged,
  integrationEvents,
  IntegrationWithdrawn,
} from '../domain/events.ts';
import { INTEGRATION_STATES } from '../domain/integration.ts';

const ScopeAnswer = Type.Object(
  {
    nation: Type.Boolean({ description: 'All of the network.' }),
    regions: listOf(Type.String({ maxLength: 2 }), 20, 'ISTAT codes.'),
    provinces: listOf(Type.String({ maxLength: 3 }), 200, 'ISTAT codes.'),
    hosts: listOf(Id, 200, 'Ids of hosting bodies.'),
    types: Type.Optional(listOf(Word, 100, 'Names of published events; all when absent.')),
  },
  { $id: 'IntegrationScopeAnswer' },
);

/** A line of the register, which is its document: one per integration. */
export const IntegrationSummary = Type.Object(
  {
    id: Id,
    state: oneOf(INTEGRATION_STATES, 'IntegrationState'),
    name: Text,
    contact: Text,
    mailbox: orNull(Text, 'Where its office is written to; null where it never said.'),
    scope: ScopeAnswer,
    registeredAt: Timestamp,
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'IntegrationSummaryAnswer' },
);
type IntegrationSummary = Static<typeof IntegrationSummary>;

const changing = changesAfter<IntegrationSummary>(IntegrationRegistered);

/** All integrations: one document each, as it stands. */
export const integrationRegister = defineProjection<IntegrationSummary>({
  name: 'integrations',
  version: 2,
  indexes: [{ fields: ['registeredAt'] }, { fields: ['state', 'registeredAt'] }],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(IntegrationRegistered, (_none, { data, recordedAt: registeredAt, revision }) => {
      const { integrationId: id, name, contact, mailbox = null, scope } = data;
      const office = { name, contact, mailbox };
      return { id, state: 'REGISTERED', ...office, scope, registeredAt, changedAt: registeredAt, revision };
    }),
    changing(IntegrationMailboxChanged, ({ mailbox }) => ({ mailbox })),
    changing(IntegrationScopeChanged, ({ scope }) => ({ scope })),
    changing(IntegrationWithdrawn, () => ({ state: 'WITHDRAWN' })),
  ],
});

/** The whole history of each integration. */
export const integrationHistory = historyOf('integration-history', integrationEvents);
