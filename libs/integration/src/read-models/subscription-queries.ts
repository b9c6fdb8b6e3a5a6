import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import {
  defineQuery,
  everywhere,
  History,
  IsOneOf,
  PageQuery,
  pageOf,
  ReadOptionsQuery,
  withHistory,
  type AnyPrincipal,
} from '#use-cases';
import { whole } from '#vocabulary';
import { SUBSCRIPTION_STATES, subscription } from '../domain/subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { readerOf } from './read-events.ts';
import { subscriptionHistory, subscriptionRegister, SubscriptionSummary } from './subscription-register.ts';

/** Integrations, each what is its own, and the centre. */
export const SUBSCRIBERS = [everywhere('central', 'integration')];

const SubscriptionAnswer = Type.Object(
  {
    ...SubscriptionSummary.properties,
    opensAfter: Type.String({
      maxLength: 27,
      description: 'Id after which its numbers begin: what was published up to it is read by the feed.',
    }),
    book: Type.String({ maxLength: 100, description: 'In which its numbers count.' }),
    lastNumber: whole(0, Number.MAX_SAFE_INTEGER, 'The last number that was given; 0 for none.'),
    history: History,
  },
  { $id: 'SubscriptionAnswer' },
);

export class GetSubscription extends ReadOptionsQuery {
  /** Id of the subscription. */
  @IsUUID()
  readonly subscriptionId!: string;
}

export const getSubscription = defineQuery({
  input: GetSubscription,
  summary: 'One subscription with its whole history.',
  by: SUBSCRIBERS,
  answer: SubscriptionAnswer,
  refuses: [subscription.notFound, subscriptionOfAnother],
  run: async ({ subscriptionId: id }, shell) => {
    const { document, ...from } = await shell.reader.get(subscriptionRegister, id, shell.read);
    if (!document) throw subscription.notFound({ id });
    requireOwner(shell.principal, document);
    const opensAfter = await shell.feed.idAt(document.opened);
    const { book, number: lastNumber } = await shell.numbers.stand(id);
    return { ...(await withHistory(shell, subscriptionHistory, { document, ...from })), opensAfter, book, lastNumber };
  },
});

export class ListSubscriptions extends PageQuery {
  /** Of this integration alone. An integration sees its own, whether it asks for them or not. */
  @IsOptional()
  @IsUUID()
  readonly integrationId?: string;

  /** In this state alone. */
  @IsOptional()
  @IsOneOf(SUBSCRIPTION_STATES, 'SubscriptionState')
  readonly state?: (typeof SUBSCRIPTION_STATES)[number];
}

export const listSubscriptions = defineQuery({
  input: ListSubscriptions,
  summary: 'Subscriptions and what each is for, the newest first.',
  by: SUBSCRIBERS,
  answer: pageOf('SubscriptionPage', SubscriptionSummary),
  refuses: [subscriptionOfAnother],
  run: async ({ state, integrationId: asked }, { reader, read, page, principal }) => {
    const own = readerOf(principal);
    const integrationId = asked ?? own;
    if (integrationId !== undefined) requireOwner(principal, { integrationId });
    return reader.find(
      subscriptionRegister,
      page({ state, integrationId }, {}, [{ field: 'openedAt', descending: true }]),
      read,
    );
  },
});

/**
 * Refuses an integration what belongs to another.
 * @throws DomainError SUBSCRIPTION_OF_ANOTHER (forbidden)
 */
export function requireOwner(principal: AnyPrincipal | undefined, of: { readonly integrationId: string }): void {
  const reader = readerOf(principal);
  if (reader === '' || (reader !== undefined && reader !== of.integrationId)) throw subscriptionOfAnother();
}
