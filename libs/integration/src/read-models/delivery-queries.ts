import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { ANYONE, defineQuery, IsWholeNumber, orNull, type QueryShell, type SentOutcome } from '#use-cases';
import { Count, listOf, oneOf, Text, Timestamp, whole } from '#vocabulary';
import { endpointRefusals } from '#webhooks';
import { DELIVERY_STATES, MOST_FORMER_KEYS, stillSigning, type Delivery } from '../domain/delivery.ts';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { subscription } from '../domain/subscription.ts';
import { requireEndpoint } from '../use-cases/on-delivery.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { absent, requireReader, requireStandingOf, SUBSCRIBERS } from './subscription-queries.ts';

/** Most events that are named as waiting. */
const MOST_HELD = 100;

const EventNumber = whole(1, Number.MAX_SAFE_INTEGER);
const Place = whole(0, Number.MAX_SAFE_INTEGER);
/** The public half of the keys of an endpoint. */
export const PublicKey = Type.String({
  maxLength: 60,
  description: 'Ed25519, `whpk_` and base64 (Standard Webhooks).',
});

const Held = Type.Object(
  {
    number: { ...EventNumber, description: 'The event that failed.' },
    behind: { ...Count, description: 'Events about the same thing that wait behind it.' },
    failures: Count,
    nextAt: orNull(Timestamp, 'null when it is not tried again by itself.'),
  },
  { $id: 'HeldEventAnswer' },
);

const EndpointAnswer = Type.Object(
  {
    url: Text,
    state: oneOf(DELIVERY_STATES, 'DeliveryState'),
    why: orNull(Text, 'Why it is paused, or the code for which it was stopped.'),
    publicKey: PublicKey,
    secretsShownAt: orNull(
      Timestamp,
      'When the secrets of its keys were shown; null before. Whose token that was stands in the history of the subscription.',
    ),
    formerKeysUntil: orNull(Timestamp, 'The keys of before sign, too, up to this moment, this moment not included.'),
    book: orNull(Text, 'In which these numbers count; null before anything was sent.'),
    through: { ...Place, description: 'Every number up to it is delivered or skipped, but for those in held.' },
    failures: { ...Count, description: 'Attempts in a row that have failed.' },
    restsUntil: orNull(Timestamp, 'Nothing is tried up to this moment, this moment not included.'),
    held: listOf(Held, MOST_HELD, 'Events that failed, the lowest numbers first; 100 at most.'),
    skipped: listOf(EventNumber, 1_000, 'Numbers that its owner left out.'),
  },
  { $id: 'SubscriptionEndpointAnswer' },
);

/** What every query about deliveries names. */
abstract class OfSubscription {
  /** Id of the subscription. */
  @IsUUID()
  readonly subscriptionId!: string;
}

const ownRefusals = [
  ...[subscription.notFound, subscriptionOfAnother, feedRefusals.INTEGRATION_WITHDRAWN],
  deliveryRefusals.ENDPOINT_MISSING,
];

/** The delivery of a subscription and whose it is, for its integration and the centre. */
async function own({ subscriptionId: id }: OfSubscription, shell: QueryShell): Promise<Own> {
  const { integrationId, delivery } = await shell.look(subscription, id, (state) => {
    if (state.status === 'ABSENT') throw absent(shell.principal, id);
    return { integrationId: state.integrationId, delivery: state.delivery };
  });
  await requireReader(shell, { integrationId });
  return { ...requireEndpoint({ delivery }), integrationId };
}

interface Own extends Delivery {
  readonly integrationId: string;
}

export class GetSubscriptionEndpoint extends OfSubscription {}

export const getSubscriptionEndpoint = defineQuery({
  input: GetSubscriptionEndpoint,
  summary: 'Where events are sent, how far that has come, and which of them fail.',
  by: SUBSCRIBERS,
  answer: EndpointAnswer,
  refuses: ownRefusals,
  run: async (input, shell) => {
    const { subscriptionId } = input;
    const { url, status, why = null, keys, secretsShownAt = null, former, skipped } = await own(input, shell);
    const { book, through, failures, restsUntil, held } = await shell.webhooks.progress(subscriptionId);
    const overlapping = stillSigning(former, shell.clock.now()).map(({ until }) => until);
    return {
      ...{ url, state: status, why, publicKey: shell.webhooks.publicKey(subscriptionId, keys) },
      ...{ secretsShownAt, formerKeysUntil: overlapping.toSorted().at(-1) ?? null, failures, restsUntil },
      ...{ book: book === '' ? null : book, through },
      held: [...held].sort((a, b) => a.number - b.number).slice(0, MOST_HELD),
      skipped: [...(await shell.numbers.skippedIn(subscriptionId, skipped))],
    };
  },
});

const PublicKeysAnswer = Type.Object(
  {
    keys: listOf(
      Type.Object(
        {
          key: PublicKey,
          until: orNull(
            Timestamp,
            'It signs up to this moment, this moment not included; null for the one that signs now.',
          ),
        },
        { $id: 'SubscriptionKeyAnswer' },
      ),
      1 + MOST_FORMER_KEYS,
      'The one that signs, and for a time those of before.',
    ),
  },
  { $id: 'SubscriptionKeysAnswer' },
);

export class GetSubscriptionKeys extends OfSubscription {}

export const getSubscriptionKeys = defineQuery({
  input: GetSubscriptionKeys,
  summary: 'The public keys that sign what is sent for a subscription; without a token.',
  by: ANYONE,
  answer: PublicKeysAnswer,
  refuses: [deliveryRefusals.KEYS_UNKNOWN],
  run: async ({ subscriptionId: id }, { look, webhooks, clock }) => {
    const delivery = await look(subscription, id, (state) => (state.status === 'ABSENT' ? undefined : state.delivery));
    if (!delivery) throw deliveryRefusals.KEYS_UNKNOWN();
    const former = stillSigning(delivery.former, clock.now());
    const signing = [{ keys: delivery.keys, until: null }, ...former];
    return { keys: signing.map(({ keys, until }) => ({ key: webhooks.publicKey(id, keys), until })) };
  },
});

const outcome = {
  durationMs: { ...Count, description: 'Milliseconds.' },
  status: orNull(whole(100, 999), 'Of the answer; null when none came.'),
  answer: orNull(Type.String({ maxLength: 1_024 }), 'Its first 1,024 bytes.'),
  failure: orNull(Type.String({ maxLength: 100 }), 'Why no answer came: a code.'),
};
const told = ({ durationMs, status, answer, failure }: SentOutcome) => {
  return { durationMs, status: status ?? null, answer: answer ?? null, failure: failure ?? null };
};

const ExampleAnswer = Type.Object(outcome, { $id: 'SubscriptionExampleAnswer' });

export class SendSubscriptionExample extends OfSubscription {}

export const sendSubscriptionExample = defineQuery({
  input: SendSubscriptionExample,
  summary: 'Sends an example to the endpoint, signed as events are and without a number, and tells its answer.',
  by: SUBSCRIBERS,
  answer: ExampleAnswer,
  // Of an endpoint that was set under other rules, those of its address.
  refuses: [...ownRefusals, deliveryRefusals.ENDPOINT_UNPROVEN, endpointRefusals],
  run: async (input, shell) => {
    const { status, url, keys: young, former, integrationId } = await own(input, shell);
    await requireStandingOf(shell.look, integrationId);
    // Whose endpoint that is, is not known: it is sent the challenge, and nothing else.
    if (status === 'UNPROVEN') throw deliveryRefusals.ENDPOINT_UNPROVEN();
    const keys = [young, ...stillSigning(former, shell.clock.now()).map((one) => one.keys)];
    return told(await shell.webhooks.example({ subscriptionId: input.subscriptionId, url, keys }));
  },
});

const Attempt = Type.Object({ number: EventNumber, at: Timestamp, ...outcome }, { $id: 'DeliveryAttemptAnswer' });
const MOST_ATTEMPTS = 100;
const AttemptsAnswer = Type.Object(
  {
    items: listOf(Attempt, MOST_ATTEMPTS, 'Attempts of the last 30 days, the newest first.'),
    next: orNull(Place, 'Give it back as `before` for those before; null at the end.'),
  },
  { $id: 'DeliveryAttemptsAnswer' },
);

export class ListDeliveries extends OfSubscription {
  /** Where the page before ended, as it said; from the newest when absent. */
  @IsOptional()
  @IsWholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER })
  readonly before?: number;

  /** Most attempts, 1 to 100. */
  @IsWholeNumber({ min: 1, max: MOST_ATTEMPTS })
  readonly limit: number = 50;
}

export const listDeliveries = defineQuery({
  input: ListDeliveries,
  summary: 'Every attempt to deliver events of a subscription in the last 30 days, with what came of it.',
  by: SUBSCRIBERS,
  answer: AttemptsAnswer,
  refuses: ownRefusals,
  run: async ({ subscriptionId, before, limit }, shell) => {
    await own({ subscriptionId }, shell);
    const { attempts, next = null } = await shell.webhooks.attempts(subscriptionId, { before, limit });
    return { items: attempts.map(({ number, at, ...attempt }) => ({ number, at, ...told(attempt) })), next };
  },
});
