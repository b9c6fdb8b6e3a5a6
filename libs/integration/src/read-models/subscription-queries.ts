import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import {
  defineQuery,
  everywhere,
  History,
  IsId,
  IsOneOf,
  PageQuery,
  pageOf,
  ReadOptionsQuery,
  withHistory,
  type AnyPrincipal,
  type QueryShell,
} from '#use-cases';
import { whole } from '#vocabulary';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { integration } from '../domain/integration.ts';
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
  refuses: [subscription.notFound, subscriptionOfAnother, feedRefusals.INTEGRATION_WITHDRAWN],
  run: async ({ subscriptionId: id }, shell) => {
    const { document, ...from } = await shell.reader.get(subscriptionRegister, id, shell.read);
    if (!document) throw absent(shell.principal, id);
    await requireReader(shell, document);
    const opensAfter = await shell.feed.idAt(document.opened);
    const { book, number: lastNumber } = await shell.numbers.stand(id);
    return { ...(await withHistory(shell, subscriptionHistory, { document, ...from })), opensAfter, book, lastNumber };
  },
});

export class ListSubscriptions extends PageQuery {
  /** Of this integration alone. An integration sees its own, whether it asks for them or not. */
  @IsOptional()
  @IsId()
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
  refuses: [subscriptionOfAnother, feedRefusals.INTEGRATION_UNKNOWN, feedRefusals.INTEGRATION_WITHDRAWN],
  run: async ({ state, integrationId: asked }, shell) => {
    const integrationId = asked ?? readerOf(shell.principal);
    if (integrationId !== undefined) await requireReader(shell, { integrationId });
    return shell.reader.find(
      subscriptionRegister,
      shell.page({ state, integrationId }, {}, [{ field: 'openedAt', descending: true }]),
      shell.read,
    );
  },
});

/**
 * Refuses an integration what belongs to another, and everything while it is not registered and once it was withdrawn; the centre
 * goes on reading.
 * @throws DomainError SUBSCRIPTION_OF_ANOTHER | INTEGRATION_UNKNOWN | INTEGRATION_WITHDRAWN (forbidden)
 */
export async function requireReader(
  { principal, look }: Pick<QueryShell, 'principal' | 'look'>,
  of: { readonly integrationId: string },
): Promise<void> {
  const reader = readerOf(principal);
  if (reader === undefined) return;
  if (reader === '' || reader !== of.integrationId) throw subscriptionOfAnother();
  await requireStandingOf(look, of.integrationId);
}

/**
 * Refuses what is for an integration that reads.
 * @throws DomainError INTEGRATION_UNKNOWN | INTEGRATION_WITHDRAWN (forbidden)
 */
export async function requireStandingOf(look: QueryShell['look'], integrationId: string): Promise<void> {
  const status = await look(integration, integrationId, (found) => found.status);
  if (status === 'ABSENT') throw feedRefusals.INTEGRATION_UNKNOWN();
  if (status === 'WITHDRAWN') throw feedRefusals.INTEGRATION_WITHDRAWN();
}

/** What says that there is no such subscription: to an integration, that it has none. */
export function absent(principal: AnyPrincipal | undefined, id: string): Error {
  return readerOf(principal) === undefined ? subscription.notFound({ id }) : subscriptionOfAnother();
}
