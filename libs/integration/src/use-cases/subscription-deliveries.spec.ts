import { toTimestamp } from '#kernel/domain';
import { SPEC_NOW } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import { commandsOver, everyPair, specify } from '#use-cases/specification';
import type { AnyPrincipal, WebhookDesk } from '#use-cases';
import { integrationEvents } from '../domain/events.ts';
import { subscriptionEvents, type SubscriptionEvent } from '../domain/subscription-events.ts';
import { subscription, type Subscription } from '../domain/subscription.ts';
import { pauseSubscriptionDelivery } from './pause-subscription-delivery.ts';
import { proveSubscriptionEndpoint } from './prove-subscription-endpoint.ts';
import { registerIntegration } from './register-integration.ts';
import { openSubscription } from './open-subscription.ts';
import { replaySubscriptionDelivery } from './replay-subscription-delivery.ts';
import { resumeSubscriptionDelivery } from './resume-subscription-delivery.ts';
import { rotateSubscriptionKeys } from './rotate-subscription-keys.ts';
import { setSubscriptionEndpoint } from './set-subscription-endpoint.ts';
import { showSubscriptionSecrets } from './show-subscription-secrets.ts';
import { skipSubscriptionEvent } from './skip-subscription-event.ts';
import { withdrawIntegration } from './withdraw-integration.ts';
import { stopSubscriptionDelivery } from './stop-subscription-delivery.ts';

const subscriptionId = 's-1';
const url = 'https://example.org/hook';
const opened: SubscriptionEvent = {
  type: 'SubscriptionOpened',
  data: { subscriptionId, integrationId: 'i-1', serial: 1, name: 'Mappa', filter: {} },
};
const endpoint: SubscriptionEvent = { type: 'SubscriptionEndpointSet', data: { subscriptionId, url, keys: 1 } };
const proven: SubscriptionEvent = { type: 'SubscriptionEndpointProven', data: { subscriptionId } };
const paused: SubscriptionEvent = { type: 'SubscriptionDeliveryPaused', data: { subscriptionId, reason: 'Prova' } };
const stopped: SubscriptionEvent = {
  type: 'SubscriptionDeliveryStopped',
  data: { subscriptionId, why: 'ENDPOINT_GONE' },
};
const closed: SubscriptionEvent = {
  type: 'SubscriptionClosed',
  data: { subscriptionId, integrationId: 'i-1', reason: 'Prova' },
};
const owner: AnyPrincipal = { id: 'system', role: 'integration', integration: 'i-1' };
const other: AnyPrincipal = { id: 'other', role: 'integration', integration: 'i-2' };
const centre: AnyPrincipal = { id: 'centre', role: 'central' };
const reason = 'Prova';
const facts = { owner: 'REGISTERED' as const, allowsPrivate: false };
const book = 's-1.0a1b2c3d';
const held = { number: 3, book, reason, isHeld: true };

const inputs = [
  [setSubscriptionEndpoint, { url }],
  [proveSubscriptionEndpoint, { url, isProven: true, outcome: 200 }],
  [rotateSubscriptionKeys, { overlap: 24 }],
  [showSubscriptionSecrets, {}],
  [pauseSubscriptionDelivery, { reason }],
  [resumeSubscriptionDelivery, {}],
  [replaySubscriptionDelivery, { from: 1 }],
  [skipSubscriptionEvent, held],
] as const;

describe('the delivery of a subscription', () => {
  it.each(inputs)('is nothing for another integration, or for people of offices: $name', (command, input) => {
    const given = specify(subscription).given(opened, endpoint, proven);
    given.as(other).when(command, input, facts).thenRefused('SUBSCRIPTION_OF_ANOTHER');
    given.as({ id: 'r', role: 'regional', region: '08' }).when(command, input, facts).thenRefused('ROLE_NOT_ALLOWED');
  });

  it('begins with an endpoint that is https and reached by the Internet, unless the installation allows others', () => {
    const given = specify(subscription).given(opened).as(owner);
    given.when(setSubscriptionEndpoint, { url }, facts).then(endpoint);
    given.when(setSubscriptionEndpoint, { url: 'http://example.org/' }, facts).thenRefused('ENDPOINT_NOT_HTTPS');
    given.when(setSubscriptionEndpoint, { url: 'https://10.0.0.8/' }, facts).thenRefused('ENDPOINT_NOT_PUBLIC');
    given.when(setSubscriptionEndpoint, { url: 'example.org' }, facts).thenRefused('ENDPOINT_ADDRESS_INVALID');
    given
      .when(setSubscriptionEndpoint, { url: 'https://example.org:22/' }, facts)
      .thenRefused('ENDPOINT_PORT_RESERVED', { port: 22 });
    const higher = 'https://example.org:8443/hook';
    given
      .when(setSubscriptionEndpoint, { url: higher }, facts)
      .then({ type: 'SubscriptionEndpointSet', data: { subscriptionId, url: higher, keys: 1 } });
    const near = 'http://127.0.0.1:9/';
    given
      .when(setSubscriptionEndpoint, { url: near }, { ...facts, allowsPrivate: true })
      .then({ type: 'SubscriptionEndpointSet', data: { subscriptionId, url: near, keys: 1 } });
    given
      .when(setSubscriptionEndpoint, { url }, { ...facts, owner: 'WITHDRAWN' })
      .thenRefused('INTEGRATION_STATE_FORBIDS');
  });

  it('is proven by the answer to a challenge, and anew at another endpoint, under new keys', () => {
    const given = specify(subscription).given(opened, endpoint).as(owner);
    given.when(proveSubscriptionEndpoint, { url, isProven: true, outcome: 200 }).then(proven);
    given.when(proveSubscriptionEndpoint, { url, isProven: false, outcome: 404 }).thenRefused('ENDPOINT_NOT_PROVEN', {
      outcome: 404,
    });
    // Another was set while the challenge was under way.
    given
      .when(proveSubscriptionEndpoint, { url: 'https://before.example/', isProven: true, outcome: 200 })
      .thenRefused('ENDPOINT_NOT_PROVEN');
    const active = specify(subscription).given(opened, endpoint, proven).as(owner);
    active.when(setSubscriptionEndpoint, { url }, facts).thenRefused('ENDPOINT_ALREADY_SO');
    const next: SubscriptionEvent = {
      type: 'SubscriptionEndpointSet',
      data: { subscriptionId, url: 'https://other.example/', keys: 2 },
    };
    active.when(setSubscriptionEndpoint, { url: 'https://other.example/' }, facts).then(next);
    specify(subscription)
      .given(opened, endpoint, proven, next)
      .as(owner)
      .when(pauseSubscriptionDelivery, { reason })
      .thenRefused('ENDPOINT_UNPROVEN');
  });

  it('has its keys changed, and those of before sign for some hours', () => {
    specify(subscription)
      .given(opened, endpoint, proven)
      .as(owner)
      .when(rotateSubscriptionKeys, { overlap: 24 })
      .then({
        type: 'SubscriptionKeysRotated',
        data: { subscriptionId, keys: 2, formerUntil: toTimestamp(SPEC_NOW + 24 * 3_600_000) },
      });
  });

  it('has no keys of before any more where no time is left to them, and never more than four at once', () => {
    const rotated = (keys: number, hours: number): SubscriptionEvent => ({
      type: 'SubscriptionKeysRotated',
      data: { subscriptionId, keys, formerUntil: toTimestamp(SPEC_NOW + hours * 3_600_000) },
    });
    const four = [2, 3, 4, 5].map((keys) => rotated(keys, 24));
    const given = specify(subscription)
      .given(opened, endpoint, proven, ...four)
      .as(owner);
    given.when(rotateSubscriptionKeys, { overlap: 24 }, facts).thenRefused('TOO_MANY_KEYS', { most: 4 });
    given.when(rotateSubscriptionKeys, { overlap: 0 }, facts).then(rotated(6, 0));
    specify(subscription)
      .given(opened, endpoint, proven, ...four, rotated(6, 0))
      .as(owner)
      .when(rotateSubscriptionKeys, { overlap: 24 }, facts)
      .then(rotated(7, 24));
  });

  it.each(inputs)('does nothing more for an integration that was withdrawn: $name', (command, input) => {
    specify(subscription)
      .given(opened, endpoint, ...(command === proveSubscriptionEndpoint ? [] : [proven]))
      .as(owner)
      .when(command, input, { ...facts, owner: 'WITHDRAWN' })
      .thenRefused('INTEGRATION_STATE_FORBIDS');
  });

  it('is replayed from a number or from a time, and from nothing else', () => {
    const given = specify(subscription).given(opened, endpoint, proven).as(owner);
    given
      .when(replaySubscriptionDelivery, { since: '2026-03-02T09:00:00+01:00' })
      .then({ type: 'SubscriptionDeliveryReplayed', data: { subscriptionId, since: '2026-03-02T08:00:00.000Z' } });
    given.when(replaySubscriptionDelivery, {}).thenRefused('REPLAY_PLACE_MISSING');
    given
      .when(replaySubscriptionDelivery, { from: 1, since: '2026-03-02T09:00:00+01:00' })
      .thenRefused('REPLAY_PLACE_MISSING');
  });

  it('leaves out an event that fails if its owner says so, and nobody else, not even the centre', () => {
    const given = specify(subscription).given(opened, endpoint, proven);
    const skipped: SubscriptionEvent = {
      type: 'SubscriptionEventSkipped',
      data: { subscriptionId, number: 3, book, reason },
    };
    given.as(owner).when(skipSubscriptionEvent, held).then(skipped);
    given.as(centre).when(skipSubscriptionEvent, held).thenRefused('ROLE_NOT_ALLOWED');
    given
      .as(owner)
      .when(skipSubscriptionEvent, { ...held, isHeld: false })
      .thenRefused('EVENT_NOT_HELD');
    const after = specify(subscription).given(opened, endpoint, proven, skipped).as(owner);
    after.when(skipSubscriptionEvent, held).thenRefused('EVENT_ALREADY_SKIPPED');
    // In a book that was begun anew it is another event, also where an earlier version did not say in which book it was.
    after.when(skipSubscriptionEvent, { ...held, book: 'another' }).then({
      type: 'SubscriptionEventSkipped',
      data: { subscriptionId, number: 3, book: 'another', reason },
    });
    after
      .when(skipSubscriptionEvent, { ...held, number: 4, named: 'another' })
      .thenRefused('BOOKS_BEGUN_ANEW', { book });
    const many = Array.from({ length: 1_000 }, (_, at): SubscriptionEvent => {
      return { type: 'SubscriptionEventSkipped', data: { subscriptionId, number: at + 10, book, reason } };
    });
    specify(subscription)
      .given(opened, endpoint, proven, ...many)
      .as(owner)
      .when(skipSubscriptionEvent, held)
      .thenRefused('TOO_MANY_SKIPPED');
  });

  it.each([
    [[endpoint], 'ENDPOINT_UNPROVEN', 'ENDPOINT_UNPROVEN', 'ENDPOINT_UNPROVEN'],
    [[], 'ENDPOINT_MISSING', 'ENDPOINT_MISSING', 'ENDPOINT_MISSING'],
    [[endpoint, proven], undefined, 'DELIVERY_ALREADY_ACTIVE', undefined],
    [[endpoint, proven, paused], 'DELIVERY_NOT_ACTIVE', undefined, 'DELIVERY_NOT_ACTIVE'],
    [[endpoint, proven, stopped], 'DELIVERY_NOT_ACTIVE', undefined, 'DELIVERY_NOT_ACTIVE'],
  ] as const)('is paused, resumed and stopped as it stands: %#', (history, pausing, resuming, stopping) => {
    const given = specify(subscription).given(opened, ...history);
    const tried = (
      when: ReturnType<typeof given.when>,
      refusal: string | undefined,
      event: SubscriptionEvent,
    ): void => {
      if (refusal === undefined) when.then(event);
      else when.thenRefused(refusal);
    };
    tried(given.as(owner).when(pauseSubscriptionDelivery, { reason }), pausing, paused);
    tried(given.as(owner).when(resumeSubscriptionDelivery, {}), resuming, {
      type: 'SubscriptionDeliveryResumed',
      data: { subscriptionId },
    });
    tried(given.when(stopSubscriptionDelivery, { why: 'ENDPOINT_GONE', turn: 1 }), stopping, stopped);
    given
      .when(stopSubscriptionDelivery, { why: 'ENDPOINT_GONE', turn: 0 })
      .thenRefused(stopping ?? 'DELIVERY_NOT_ACTIVE');
  });
});

describe('an endpoint', () => {
  it('is sent a challenge once it is known that it may be, and before anything is written', async () => {
    const sent: string[] = [];
    const webhooks = {
      challenge: async ({ url: to, keys }) => {
        sent.push(`${to} ${keys.join()}`);
        return { durationMs: 1, status: 200, isProven: sent.length > 1 };
      },
    } as Partial<WebhookDesk> as WebhookDesk;
    const store = new MemoryEventStore();
    const { give } = commandsOver({ store, events: [...integrationEvents, ...subscriptionEvents], webhooks });
    const register = registerIntegration(new Set());
    const scope = { nation: true };
    const { stream } = await give(register, { name: 'Prova', contact: 'Ufficio', scope }, { as: centre });
    const integrationId = stream.slice('Integration-'.length);
    const as: AnyPrincipal = { id: 'system', role: 'integration', integration: integrationId };
    const asked = { integrationId, serial: 1, name: 'Mappa', filter: {} };
    const { stream: of } = await give(openSubscription(new Set()), asked, { as });
    const id = of.slice('Subscription-'.length);
    await expect(give(proveSubscriptionEndpoint, { subscriptionId: id }, { as })).rejects.toMatchObject({
      code: 'ENDPOINT_MISSING',
    });
    await give(setSubscriptionEndpoint, { subscriptionId: id, url }, { as });
    await expect(give(proveSubscriptionEndpoint, { subscriptionId: id }, { as: other })).rejects.toMatchObject({
      code: 'SUBSCRIPTION_OF_ANOTHER',
    });
    expect(sent).toEqual([]);
    await expect(give(proveSubscriptionEndpoint, { subscriptionId: id }, { as })).rejects.toMatchObject({
      code: 'ENDPOINT_NOT_PROVEN',
    });
    const { events } = await give(proveSubscriptionEndpoint, { subscriptionId: id }, { as });
    expect(events).toMatchObject([{ type: 'SubscriptionEndpointProven' }]);
    await expect(give(proveSubscriptionEndpoint, { subscriptionId: id }, { as })).rejects.toMatchObject({
      code: 'ENDPOINT_ALREADY_PROVEN',
    });
    expect(sent).toEqual([`${url} 1`, `${url} 1`]);
    await give(setSubscriptionEndpoint, { subscriptionId: id, url: `${url}/other` }, { as });
    await give(withdrawIntegration, { integrationId: asked.integrationId, reason }, { as: centre });
    await expect(give(proveSubscriptionEndpoint, { subscriptionId: id }, { as })).rejects.toMatchObject({
      code: 'INTEGRATION_STATE_FORBIDS',
    });
    expect(sent).toHaveLength(2);
  });
});

describe('every state of a subscription with every command on its delivery', () => {
  const lives: Record<Subscription['status'], SubscriptionEvent[]> = {
    OPEN: [opened, endpoint, proven],
    CLOSED: [opened, endpoint, proven, closed],
  };
  const trials = {
    SetSubscriptionEndpoint: {
      input: { url: 'https://other.example/' },
      facts,
      brings: { OPEN: ['SubscriptionEndpointSet'] },
    },
    ProveSubscriptionEndpoint: {
      input: { url, isProven: true, outcome: 200 },
      brings: { OPEN: ['SubscriptionEndpointProven'] },
      lives: { OPEN: [opened, endpoint] },
    },
    RotateSubscriptionKeys: { input: { overlap: 24 }, brings: { OPEN: ['SubscriptionKeysRotated'] } },
    ShowSubscriptionSecrets: { input: {}, brings: { OPEN: ['SubscriptionSecretsShown'] } },
    PauseSubscriptionDelivery: { input: { reason }, brings: { OPEN: ['SubscriptionDeliveryPaused'] } },
    ResumeSubscriptionDelivery: {
      input: {},
      brings: { OPEN: ['SubscriptionDeliveryResumed'] },
      lives: { OPEN: [opened, endpoint, proven, paused] },
    },
    ReplaySubscriptionDelivery: { input: { from: 1 }, brings: { OPEN: ['SubscriptionDeliveryReplayed'] } },
    SkipSubscriptionEvent: { input: held, brings: { OPEN: ['SubscriptionEventSkipped'] } },
    StopSubscriptionDelivery: {
      input: { why: 'ENDPOINT_GONE', turn: 1 },
      brings: { OPEN: ['SubscriptionDeliveryStopped'] },
    },
  };
  const commands = [...inputs.map(([command]) => command), stopSubscriptionDelivery];
  it.each(everyPair(subscription, { lives, commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
