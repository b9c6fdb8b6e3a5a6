import { toTimestamp } from '#kernel/domain';
import { racing, SPEC_NOW } from '#kernel/specification';
import { MemoryEventStore } from '#store-memory';
import { commandsOver, specify } from '#use-cases/specification';
import type { AnyPrincipal, CommandOutcome, WebhookDesk } from '#use-cases';
import { integrationEvents } from '../domain/events.ts';
import { subscriptionEvents, type SubscriptionEvent } from '../domain/subscription-events.ts';
import { subscription } from '../domain/subscription.ts';
import { openSubscription } from './open-subscription.ts';
import { registerIntegration } from './register-integration.ts';
import { rotateSubscriptionKeys } from './rotate-subscription-keys.ts';
import { setSubscriptionEndpoint } from './set-subscription-endpoint.ts';
import { showSubscriptionSecrets } from './show-subscription-secrets.ts';
import { withdrawIntegration } from './withdraw-integration.ts';

const TEN_MINUTES = 600_000;
const url = 'https://example.org/hook';
const centre: AnyPrincipal = { id: 'centre', role: 'central' };

describe('the secrets of an endpoint', () => {
  const subscriptionId = 's-1';
  const opened: SubscriptionEvent = {
    type: 'SubscriptionOpened',
    data: { subscriptionId, integrationId: 'i-1', serial: 1, name: 'Mappa', filter: {} },
  };
  const endpoint: SubscriptionEvent = { type: 'SubscriptionEndpointSet', data: { subscriptionId, url, keys: 1 } };
  const shown = (keys: number): SubscriptionEvent => ({
    type: 'SubscriptionSecretsShown',
    data: { subscriptionId, keys },
  });
  const rotated: SubscriptionEvent = {
    type: 'SubscriptionKeysRotated',
    data: { subscriptionId, keys: 2, formerUntil: toTimestamp(SPEC_NOW + 3_600_000) },
  };
  const moved: SubscriptionEvent = {
    type: 'SubscriptionEndpointSet',
    data: { subscriptionId, url: `${url}/other`, keys: 2 },
  };
  const owner: AnyPrincipal = { id: 'system', role: 'integration', integration: 'i-1' };
  const facts = { owner: 'REGISTERED' as const };

  it('are shown once, proven or not; those of later keys once more', () => {
    const given = specify(subscription).given(opened, endpoint).as(owner);
    given.when(showSubscriptionSecrets, {}, facts).then(shown(1));
    const [shownAt, later] = [toTimestamp(SPEC_NOW - 60_000), toTimestamp(SPEC_NOW)];
    specify(subscription)
      .given(opened, endpoint, [shown(1), { recordedAt: shownAt }])
      .as(owner)
      .when(showSubscriptionSecrets, {}, facts)
      .thenRefused('SECRETS_SHOWN_ALREADY', { keys: 1, shownAt });
    for (const made of [rotated, moved]) {
      const again = specify(subscription).given(opened, endpoint, shown(1), made).as(owner);
      again.when(showSubscriptionSecrets, {}, facts).then(shown(2));
      specify(subscription)
        .given(opened, endpoint, shown(1), made, shown(2))
        .as(owner)
        .when(showSubscriptionSecrets, {}, facts)
        .thenRefused('SECRETS_SHOWN_ALREADY', { keys: 2, shownAt: later });
    }
  });

  it('are there once it has one, and for its integration alone: the centre has none of them shown', () => {
    specify(subscription)
      .given(opened)
      .as(owner)
      .when(showSubscriptionSecrets, {}, facts)
      .thenRefused('ENDPOINT_MISSING');
    const given = specify(subscription).given(opened, endpoint);
    given.as(centre).when(showSubscriptionSecrets, {}, facts).thenRefused('ROLE_NOT_ALLOWED');
  });
});

describe('the answer that shows them', () => {
  const webhooks = {
    secrets: (id, keys) => ({ shared: `whsec_${id} ${String(keys)}`, privateKey: `whsk_${id} ${String(keys)}` }),
    publicKey: (id, keys) => `whpk_${id} ${String(keys)}`,
  } as Partial<WebhookDesk> as WebhookDesk;
  const secretsOf = (id: string, keys: number) => ({
    ...{ shared: `whsec_${id} ${String(keys)}`, privateKey: `whsk_${id} ${String(keys)}` },
    ...{ publicKey: `whpk_${id} ${String(keys)}`, repeatedUntil: toTimestamp(SPEC_NOW + TEN_MINUTES) },
  });

  /** A subscription with an endpoint, and its log as another process has it. */
  const installation = async () => {
    const store = new MemoryEventStore();
    const time = { now: SPEC_NOW };
    const over = (log: MemoryEventStore | ReturnType<typeof racing>['slow']) =>
      commandsOver({
        ...{ store: log, events: [...integrationEvents, ...subscriptionEvents], webhooks },
        clock: { now: () => time.now },
      });
    const { give } = over(store);
    const registering = { name: 'Prova', contact: 'Ufficio', scope: { nation: true } };
    const { stream } = await give(registerIntegration(new Set()), registering, { as: centre });
    const integrationId = stream.slice('Integration-'.length);
    const as: AnyPrincipal = { id: 'system', role: 'integration', integration: integrationId };
    const opening = { integrationId, serial: 1, name: 'Mappa', filter: {} };
    const id = (await give(openSubscription(new Set()), opening, { as })).stream.slice('Subscription-'.length);
    await give(setSubscriptionEndpoint, { subscriptionId: id, url }, { as });
    /** Asks for them, under a key. */
    const showing = (key: string, by: AnyPrincipal = as, commands = over(store)): Promise<CommandOutcome> =>
      commands.give(showSubscriptionSecrets, { subscriptionId: id }, { key, as: by });
    return { store, time, over, give, integrationId, id, as, showing };
  };
  const refused = { code: 'SECRETS_SHOWN_ALREADY' };

  it('is given again to who asks under the same key, in any process, for ten minutes, and to nobody else', async () => {
    const { id, time, showing } = await installation();
    expect((await showing('first')).told).toEqual([secretsOf(id, 1)]);
    await expect(showing('second')).rejects.toMatchObject(refused);
    time.now += TEN_MINUTES - 1;
    expect((await showing('first')).told).toEqual([secretsOf(id, 1)]);
    time.now += 1;
    await expect(showing('first')).rejects.toMatchObject(refused);
  });

  it('is not given again once other keys are in their place, whose own are shown once', async () => {
    const { id, as, give, showing } = await installation();
    await showing('first');
    await give(rotateSubscriptionKeys, { subscriptionId: id, overlap: 24 }, { as });
    await expect(showing('first')).rejects.toMatchObject(refused);
    expect((await showing('second')).told).toEqual([secretsOf(id, 2)]);
    await expect(showing('third')).rejects.toMatchObject(refused);
  });

  it('is not given again to the same person with a token of another integration, nor once theirs was withdrawn', async () => {
    const { as, integrationId, give, showing } = await installation();
    await showing('first');
    const elsewhere: AnyPrincipal = { id: 'system', role: 'integration', integration: 'another' };
    await expect(showing('first', elsewhere)).rejects.toMatchObject({ code: 'SUBSCRIPTION_OF_ANOTHER' });
    await give(withdrawIntegration, { integrationId, reason: 'Prova' }, { as: centre });
    await expect(showing('first', as)).rejects.toMatchObject({ code: 'INTEGRATION_STATE_FORBIDS' });
  });

  it('is had by one of two processes that are asked at once', async () => {
    const { id, store, over, as, showing } = await installation();
    const { slow, raced } = racing(
      store,
      (_stream, type) => type === 'SubscriptionSecretsShown',
      () => showing('second'),
    );
    await expect(showing('first', as, over(slow))).rejects.toMatchObject(refused);
    expect(((await raced()) as CommandOutcome).told).toEqual([secretsOf(id, 1)]);
  });

  it('stands in no event', async () => {
    const { store, showing } = await installation();
    await showing('first');
    for await (const { events } of store.readLog({ after: '0' })) {
      for (const event of events) expect(JSON.stringify(event)).not.toMatch(/wh(?:sec|sk|pk)_/);
    }
  });
});
