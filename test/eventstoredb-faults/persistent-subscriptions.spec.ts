import { EventStoreDBClient, type PersistentSubscriptionToAll } from '@eventstore/db-client';
import type { PersistentSubscriptions } from '#store-eventstoredb';
import { rejection } from '../conformance/harness.ts';
import { newEvent } from '../conformance/log-writing.ts';
import { setStage, type Stage } from './stage.ts';
import { until } from './writers.ts';

describe('persistent subscriptions, for consumers outside', () => {
  let stage: Stage;
  let subscriptions: PersistentSubscriptions;
  let outside: EventStoreDBClient;
  let group: string;
  beforeEach(async () => {
    stage = await setStage();
    subscriptions = stage.store.persistentSubscriptions;
    outside = EventStoreDBClient.connectionString(stage.server.connectionString);
    group = `${stage.prefix}.partner`;
  });
  afterEach(async () => {
    await outside.dispose();
    await stage.close();
  });

  const write = async (stream: string): Promise<void> => {
    await stage.store.append({ stream, expectedRevision: 'no-stream', events: [newEvent({ stream })] });
  };

  /** A consumer that answers each event, and notes its stream. */
  function consume(answer: (to: PersistentSubscriptionToAll) => 'ack' | 'park'): {
    seen: string[];
    end(): Promise<void>;
  } {
    const seen: string[] = [];
    const subscription = outside.subscribeToPersistentSubscriptionToAll(group);
    subscription.on('error', () => undefined);
    subscription.on('data', (event) => {
      seen.push((event.event?.data as { stream: string }).stream);
      void (answer(subscription) === 'ack' ? subscription.ack(event) : subscription.nack('park', 'cannot', event));
    });
    return { seen, end: () => subscription.unsubscribe() };
  }

  it('deliver the events of this installation, of the categories asked for', async () => {
    const other = await stage.open({}, 'other');
    await other.append({
      stream: 'Protocol-1',
      expectedRevision: 'no-stream',
      events: [newEvent({ stream: 'theirs' })],
    });
    await write('Protocol-1');
    await write('ProtocolDraft-1');
    await write('Agenda-1');
    await subscriptions.create('partner', { categories: ['Protocol', 'Agenda'] });

    const consumer = consume(() => 'ack');
    await write('Agenda-2');

    await until(() => consumer.seen.length >= 3);
    expect(consumer.seen).toEqual(['Protocol-1', 'Agenda-1', 'Agenda-2']);
    await consumer.end();
  });

  it('begin where they are told to', async () => {
    await write('Protocol-1');
    await write('Protocol-2');
    const [second] = await stage.store.readStream('Protocol-2');
    await subscriptions.create('partner', { from: second!.position });

    const consumer = consume(() => 'ack');

    await until(() => consumer.seen.length >= 1);
    expect(consumer.seen).toEqual(['Protocol-2']);
    expect(await rejection(subscriptions.create('another', { from: 'yesterday' }))).toMatchObject({
      name: 'TypeError',
    });
    await consumer.end();
  });

  it('park what a consumer gives up, count it, and deliver it again when told to', async () => {
    await write('Protocol-1');
    await subscriptions.create('partner');
    let parks = true;
    const consumer = consume(() => (parks ? 'park' : 'ack'));
    await until(async () => (await subscriptions.info('partner')).parked === 1);
    parks = false;

    await subscriptions.replayParked('partner');

    await until(() => consumer.seen.length === 2);
    expect(consumer.seen).toEqual(['Protocol-1', 'Protocol-1']);
    await until(async () => (await subscriptions.info('partner')).parked === 0);
    await consumer.end();
  });

  it('are listed for this installation only, with their settings, which can be changed', async () => {
    const other = await stage.open({}, 'other');
    expect(await subscriptions.list()).toEqual([]);
    await other.persistentSubscriptions.create('theirs');
    await subscriptions.create('partner', { messageTimeout: 5_000, maxRetries: 3 });
    await subscriptions.create('archive', { from: 'end' });

    await subscriptions.update('partner', { maxRetries: 7 });

    expect((await subscriptions.list()).map(({ name }) => name)).toEqual(['archive', 'partner']);
    expect(await subscriptions.info('partner')).toMatchObject({
      ...{ name: 'partner', consumers: 0, parked: 0, inFlight: 0 },
      settings: { messageTimeout: 5_000, maxRetries: 7 },
    });
    expect((await subscriptions.info('partner')).settings.maxConsumers).toBe('unbounded');
    await subscriptions.update('partner', { maxConsumers: 2 });
    expect((await subscriptions.info('partner')).settings.maxConsumers).toBe(2);
    await subscriptions.delete('partner');
    expect((await subscriptions.list()).map(({ name }) => name)).toEqual(['archive']);
  });

  it('are refused without any category, which would deliver nothing', async () => {
    expect(await rejection(subscriptions.create('partner', { categories: [] }))).toMatchObject({
      ...{ code: 'SUBSCRIPTION_INVALID', facts: { subscription: 'partner' } },
    });
    expect(await subscriptions.list()).toEqual([]);
  });

  it('are refused past the end of the log, where they would deliver nothing', async () => {
    await write('Protocol-1');
    const end = await stage.store.head();
    const from = String(BigInt(end) + 1n);

    expect(await rejection(subscriptions.create('partner', { from }))).toMatchObject({
      ...{ code: 'SUBSCRIPTION_INVALID', facts: { subscription: 'partner', position: from, end } },
    });
    expect(await subscriptions.list()).toEqual([]);
    await subscriptions.create('partner', { from: end });
  });

  it('are refused by name: what is there twice, and what is not', async () => {
    await subscriptions.create('partner');

    expect(await rejection(subscriptions.create('partner'))).toMatchObject({
      ...{ code: 'SUBSCRIPTION_EXISTS', facts: { subscription: 'partner' } },
    });
    const missing = [
      subscriptions.info('none'),
      subscriptions.update('none', { maxRetries: 1 }),
      subscriptions.delete('none'),
      subscriptions.replayParked('none'),
    ];
    for (const call of missing) expect(await rejection(call)).toMatchObject({ code: 'SUBSCRIPTION_UNKNOWN' });
  });
});
