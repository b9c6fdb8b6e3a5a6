import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when } from '#kernel/domain';
import { changesAfter, historyOf } from '#use-cases';
import { Id, listOf, oneOf, Revision, Text, Timestamp, whole, Word } from '#vocabulary';
import { deliveryEvents } from '../domain/delivery-events.ts';
import {
  MOST_SUBSCRIPTIONS,
  SubscriptionClosed,
  subscriptionEvents,
  SubscriptionFilterChanged,
  SubscriptionOpened,
} from '../domain/subscription-events.ts';
import { SUBSCRIPTION_STATES } from '../domain/subscription.ts';

const FilterAnswer = Type.Object(
  {
    types: Type.Optional(listOf(Word, 100, 'Names of published events; all when absent.')),
    region: Type.Optional(Type.String({ maxLength: 2, description: 'ISTAT code.' })),
    province: Type.Optional(Type.String({ maxLength: 3, description: 'ISTAT code.' })),
    host: Type.Optional({ ...Id, description: 'Id of the hosting body.' }),
  },
  { $id: 'SubscriptionFilterAnswer' },
);

/** A line of the register, which is its document: one per subscription. */
export const SubscriptionSummary = Type.Object(
  {
    id: Id,
    integrationId: Id,
    serial: whole(1, MOST_SUBSCRIPTIONS, 'Which one of those of its integration it is.'),
    state: oneOf(SUBSCRIPTION_STATES, 'SubscriptionState'),
    name: Text,
    filter: FilterAnswer,
    openedAt: Timestamp,
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'SubscriptionSummaryAnswer' },
);
type SubscriptionSummary = Static<typeof SubscriptionSummary>;

/** A line, and where in the log it begins. */
type SubscriptionDocument = SubscriptionSummary & {
  /** Position of its opening. */
  readonly opened: string;
};

const changing = changesAfter<SubscriptionDocument>(SubscriptionOpened);

/** All subscriptions: one document each, as it stands. */
export const subscriptionRegister = defineProjection<SubscriptionDocument>({
  name: 'subscriptions',
  version: 1,
  indexes: [
    { fields: ['openedAt'] },
    { fields: ['state', 'openedAt'] },
    { fields: ['integrationId', 'openedAt'] },
    { fields: ['integrationId', 'state', 'openedAt'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(SubscriptionOpened, (_none, { data, recordedAt: openedAt, revision, position: opened }) => {
      const { subscriptionId: id, integrationId, serial, name, filter } = data;
      const [state, changedAt] = ['OPEN' as const, openedAt];
      return { id, integrationId, serial, state, name, filter, openedAt, changedAt, revision, opened };
    }),
    changing(SubscriptionFilterChanged, ({ filter }) => ({ filter })),
    changing(SubscriptionClosed, () => ({ state: 'CLOSED' })),
    // What they change is asked of the subscription itself; here they are its last event.
    ...deliveryEvents.map((definition) => changing(definition, () => ({}))),
  ],
});

/** The whole history of each subscription. */
export const subscriptionHistory = historyOf('subscription-history', subscriptionEvents);
