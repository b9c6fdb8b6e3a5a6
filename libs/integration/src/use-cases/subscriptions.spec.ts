import { deriveId } from '#kernel/domain';
import { MemoryEventStore } from '#store-memory';
import { commandsOver, everyPair, specify } from '#use-cases/specification';
import type { AnyPrincipal } from '#use-cases';
import { integrationEvents } from '../domain/events.ts';
import type { SubscriptionEvent } from '../domain/subscription-events.ts';
import { subscriptionEvents } from '../domain/subscription-events.ts';
import { subscription, type Subscription } from '../domain/subscription.ts';
import { changeSubscriptionFilter } from './change-subscription-filter.ts';
import { closeSubscription } from './close-subscription.ts';
import { openSubscription } from './open-subscription.ts';
import { registerIntegration } from './register-integration.ts';
import { withdrawIntegration } from './withdraw-integration.ts';

const OPENED = 'it.inps.retepunti.service-point.opened.v1';
const known = new Set([OPENED]);
const register = registerIntegration(known);
const open = openSubscription(known);
const changeFilter = changeSubscriptionFilter(known);
const commands = [open, changeFilter, closeSubscription];
const centre: AnyPrincipal = { id: 'centre', role: 'central' };
const reason = 'Prova';

/** A log with an integration that is registered, and one that is not its owner. */
async function world() {
  const { give } = commandsOver({
    store: new MemoryEventStore(),
    events: [...integrationEvents, ...subscriptionEvents],
  });
  const scope = { nation: true };
  const { stream } = await give(register, { name: 'Prova', contact: 'Ufficio', scope }, { as: centre });
  const integrationId = stream.slice('Integration-'.length);
  const owner: AnyPrincipal = { id: 'system', role: 'integration', integration: integrationId };
  return { give, integrationId, owner, asked: { integrationId, serial: 1, name: 'Mappa', filter: {} } };
}
const refusal = (code: string): unknown => expect.objectContaining({ code });

describe('a subscription', () => {
  it('is opened by the integration whose it is, or for it by the centre', async () => {
    for (const isCentre of [false, true]) {
      const { give, asked, owner, integrationId } = await world();
      const { events } = await give(
        open,
        { ...asked, filter: { types: [OPENED], region: '12' } },
        { as: isCentre ? centre : owner },
      );
      expect(events).toMatchObject([
        {
          type: 'SubscriptionOpened',
          data: {
            ...{
              subscriptionId: deriveId('Subscription', integrationId, '1'),
              integrationId,
              serial: 1,
              name: 'Mappa',
            },
            filter: { types: [OPENED], region: '12' },
          },
        },
      ]);
    }
  });

  it.each<AnyPrincipal>([
    { id: 'other', role: 'integration', integration: 'other' },
    { id: 'nameless', role: 'integration' },
  ])('is neither opened, changed nor closed by another integration, which learns nothing of it: $id', async (other) => {
    const { give, asked, owner, integrationId } = await world();
    await expect(give(open, asked, { as: other })).rejects.toEqual(refusal('SUBSCRIPTION_OF_ANOTHER'));
    await give(open, asked, { as: owner });
    const subscriptionId = deriveId('Subscription', integrationId, '1');
    await expect(give(open, asked, { as: other })).rejects.toEqual(refusal('SUBSCRIPTION_OF_ANOTHER'));
    await expect(give(changeFilter, { subscriptionId, filter: { region: '12' } }, { as: other })).rejects.toEqual(
      refusal('SUBSCRIPTION_OF_ANOTHER'),
    );
    await expect(give(closeSubscription, { subscriptionId, reason }, { as: other })).rejects.toEqual(
      refusal('SUBSCRIPTION_OF_ANOTHER'),
    );
    await give(closeSubscription, { subscriptionId, reason }, { as: owner });
  });

  it('has a serial of its own, also once it is closed, so that there is a bound to how many there will ever be', async () => {
    const { give, asked, owner, integrationId } = await world();
    await give(open, asked, { as: owner });
    const subscriptionId = deriveId('Subscription', integrationId, '1');
    await expect(give(open, { ...asked, name: 'Un’altra' }, { as: owner })).rejects.toEqual(
      refusal('SUBSCRIPTION_ALREADY_OPENED'),
    );
    await give(closeSubscription, { subscriptionId, reason }, { as: owner });
    await expect(give(open, asked, { as: owner })).rejects.toEqual(refusal('SUBSCRIPTION_ALREADY_OPENED'));
    await give(open, { ...asked, serial: 2 }, { as: owner });
  });

  it('is for an integration that may read', async () => {
    const { give, asked, owner, integrationId } = await world();
    await expect(give(open, { ...asked, integrationId: 'nobody' }, { as: centre })).rejects.toEqual(
      refusal('INTEGRATION_NOT_FOUND'),
    );
    await give(open, asked, { as: owner });
    await give(withdrawIntegration, { integrationId, reason }, { as: centre });
    const withdrawn = refusal('INTEGRATION_STATE_FORBIDS');
    await expect(give(open, { ...asked, serial: 2 }, { as: owner })).rejects.toEqual(withdrawn);
    const subscriptionId = deriveId('Subscription', integrationId, '1');
    await expect(give(changeFilter, { subscriptionId, filter: { region: '12' } }, { as: owner })).rejects.toEqual(
      withdrawn,
    );
    await expect(give(closeSubscription, { subscriptionId, reason }, { as: owner })).rejects.toEqual(withdrawn);
    await give(closeSubscription, { subscriptionId, reason }, { as: centre });
  });

  it('is for types that are published', async () => {
    const { give, asked, owner } = await world();
    const filter = { types: ['it.inps.retepunti.x.y.v1'] };
    await expect(give(open, { ...asked, filter }, { as: owner })).rejects.toEqual(refusal('PUBLISHED_TYPE_UNKNOWN'));
  });

  it('is told what it is for from now on, which is something else than before', async () => {
    const { give, asked, owner, integrationId } = await world();
    await give(open, asked, { as: owner });
    const subscriptionId = deriveId('Subscription', integrationId, '1');
    const { events } = await give(changeFilter, { subscriptionId, filter: { region: '12' } }, { as: owner });
    expect(events).toMatchObject([
      { type: 'SubscriptionFilterChanged', data: { subscriptionId, integrationId, filter: { region: '12' } } },
    ]);
    await expect(give(changeFilter, { subscriptionId, filter: { region: '12' } }, { as: owner })).rejects.toEqual(
      refusal('SUBSCRIPTION_FILTER_ALREADY_SO'),
    );
  });

  it.each<AnyPrincipal>([
    { id: 'r', role: 'regional', region: '08' },
    { id: 'h', role: 'host-operator', host: 'host-1' },
    { id: 'a', role: 'analyst' },
  ])('is nothing for others: $role', (principal) => {
    const given = specify(subscription).given(opened).as(principal);
    given.when(changeFilter, { filter: {} }).thenRefused('ROLE_NOT_ALLOWED');
    given.when(closeSubscription, { reason }).thenRefused('ROLE_NOT_ALLOWED');
  });
});

const opened: SubscriptionEvent = {
  type: 'SubscriptionOpened',
  data: { subscriptionId: 's-1', integrationId: 'i-1', serial: 1, name: 'Mappa', filter: {} },
};
const closed: SubscriptionEvent = {
  type: 'SubscriptionClosed',
  data: { subscriptionId: 's-1', integrationId: 'i-1', reason },
};

describe('every state of a subscription with every command', () => {
  const lives: Record<Subscription['status'], SubscriptionEvent[]> = { OPEN: [opened], CLOSED: [opened, closed] };
  const facts = { owner: 'REGISTERED' as const };
  const trials = {
    OpenSubscription: {
      input: { integrationId: 'i-1', serial: 1, name: 'Mappa', filter: {} },
      facts,
      brings: { ABSENT: ['SubscriptionOpened'] },
    },
    ChangeSubscriptionFilter: {
      input: { filter: { region: '12' } },
      facts,
      brings: { OPEN: ['SubscriptionFilterChanged'] },
    },
    CloseSubscription: { input: { reason }, brings: { OPEN: ['SubscriptionClosed'] } },
  };

  it.each(everyPair(subscription, { lives, commands, trials }))('%s', (_pair, holds) => {
    holds();
  });
});
