import {
  EventStoreDBClient,
  persistentSubscriptionToAllSettingsFromDefaults as toAll,
  persistentSubscriptionToStreamSettingsFromDefaults as toStream,
  START,
  streamNameFilter,
  type PersistentSubscriptionToStream,
  type PersistentSubscriptionToStreamResolvedEvent,
} from '@eventstore/db-client';
import { all, converse, counted, listen, numbered, refusal, type Conversation, type Told } from './conversation.ts';
import { startTestEventStoreDb } from './server.ts';

type Event = PersistentSubscriptionToStreamResolvedEvent;

/** As a real 24.6.0 server answered. */
describe('the test EventStoreDB, persistent subscriptions', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await converse();
  });
  afterAll(() => talk.close());

  const group = 'G';
  async function created(count: number, settings: Parameters<typeof toStream>[0] = {}): Promise<string> {
    const stream = count === 0 ? talk.fresh() : await talk.written(count);
    await talk.client.createPersistentSubscriptionToStream(stream, group, toStream({ startFrom: START, ...settings }));
    return stream;
  }
  function consume(stream: string, bufferSize = 10): { told: Told; subscription: PersistentSubscriptionToStream } {
    const subscription = talk.client.subscribeToPersistentSubscriptionToStream(stream, group, { bufferSize });
    return { subscription, told: listen(subscription) };
  }
  const got = (told: Told): unknown[] =>
    (told.events as unknown as Event[]).map(({ event, retryCount }) => [Number(event!.revision), retryCount]);
  const eventAt = (told: Told, index: number): Event => told.events[index] as unknown as Event;
  const several =
    (count: number) =>
    ({ events }: Told): boolean =>
      events.length >= count;
  const failed = ({ log }: Told): boolean => log.some((what) => what instanceof Error);
  const parkedCount = async (stream: string): Promise<bigint> =>
    (await talk.client.getPersistentSubscriptionToStreamInfo(stream, group)).stats.parkedMessageCount;

  it('are created once, also for a stream that is not there', async () => {
    const stream = await created(0);
    const again = talk.client.createPersistentSubscriptionToStream(stream, group, toStream());
    expect(await refusal(again)).toMatchObject({
      ...{ type: 'persistent-subscription-exists', code: 6, streamName: stream, groupName: group },
    });
    const senseless = toStream({ readBatchSize: 10, historyBufferSize: 10 });
    expect(
      await refusal(talk.client.createPersistentSubscriptionToStream(talk.fresh(), group, senseless)),
    ).toMatchObject({ type: 'persistent-subscription-failed', code: 13, reason: expect.stringMatching(/./) });
  });

  it('that are not there are told apart', async () => {
    const stream = talk.fresh();
    const missing = {
      ...{ type: 'persistent-subscription-does-not-exist', code: 5, streamName: stream, groupName: group },
    };
    const { client } = talk;
    expect(await refusal(client.deletePersistentSubscriptionToStream(stream, group))).toMatchObject(missing);
    expect(await refusal(client.getPersistentSubscriptionToStreamInfo(stream, group))).toMatchObject(missing);
    expect(await refusal(client.replayParkedMessagesToStream(stream, group))).toMatchObject(missing);
    const updating = client.updatePersistentSubscriptionToStream(stream, group, toStream());
    expect(await refusal(updating)).toMatchObject(missing);
    const { told } = consume(stream);
    await told.until(failed);
    expect(told.log).toEqual([expect.objectContaining(missing)]);
  });

  it('deliver history and what comes, and not again what was acknowledged', async () => {
    const stream = await created(3, { startFrom: 1n });
    const { told, subscription } = consume(stream);
    await told.until(several(2));
    await talk.client.appendToStream(stream, counted(3));
    await told.until(several(3));
    await subscription.ack(...(told.events as unknown as Event[]));
    await talk.client.appendToStream(stream, counted(4));
    await told.until(several(4));
    await subscription.ack(eventAt(told, 3));
    expect(got(told)).toEqual([1, 2, 3, 4].map((revision) => [revision, 0]));
    // Acknowledgements are not answered: what is outstanding tells that they have arrived.
    const outstanding = async () =>
      (await talk.client.getPersistentSubscriptionToStreamInfo(stream, group)).stats.outstandingMessagesCount;
    while ((await outstanding()) > 0) continue;
    await subscription.unsubscribe();
    const next = consume(stream);
    await talk.client.appendToStream(stream, counted(5));
    await next.told.until(several(1));
    expect(got(next.told)).toEqual([[5, 0]]);
    await next.subscription.unsubscribe();
  });

  it('retry at once and then park, with what was the matter', async () => {
    const stream = await created(1, { maxRetryCount: 3 });
    const { told, subscription } = consume(stream);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await told.until(several(attempt));
      await subscription.nack('retry', 'not now', eventAt(told, attempt - 1));
    }
    while ((await parkedCount(stream)) === 0n) continue;
    expect(got(told)).toEqual([0, 1, 2, 3].map((retryCount) => [0, retryCount]));
    const [parked] = await all(talk.client.readStream(`$persistentsubscription-${stream}::${group}-parked`));
    expect(parked!.event).toMatchObject({
      type: '$>',
      isJson: false,
      data: new Uint8Array(Buffer.from(`0@${stream}`)),
    });
    expect(parked!.event!.metadata).toEqual({ added: expect.any(String), reason: 'Reached retry count of 3' });
    await subscription.unsubscribe();
  });

  it('park, skip, and replay what was parked', async () => {
    const stream = await created(4);
    const { told, subscription } = consume(stream);
    await told.until(several(4));
    await subscription.nack('skip', '', eventAt(told, 0), eventAt(told, 3));
    await subscription.nack('park', 'a reason', eventAt(told, 1), eventAt(told, 2));
    while ((await parkedCount(stream)) < 2n) continue;
    const [parked] = await all(talk.client.readStream(`$persistentsubscription-${stream}::${group}-parked`));
    expect(parked!.event!.metadata).toMatchObject({ reason: "Client explicitly NAK'ed message.\na reason" });
    await talk.client.replayParkedMessagesToStream(stream, group, { stopAt: 1 });
    await told.until(several(5));
    const oldest = BigInt(parseInt(Buffer.from(parked!.event!.data as Uint8Array).toString(), 10));
    expect(eventAt(told, 4)).toMatchObject({ event: { revision: oldest }, link: { type: '$>' }, retryCount: 0 });
    await subscription.ack(eventAt(told, 4));
    await talk.client.replayParkedMessagesToStream(stream, group);
    await told.until(several(6));
    await subscription.nack('park', 'again', eventAt(told, 5));
    while ((await parkedCount(stream)) !== 1n) continue;
    await subscription.unsubscribe();
  });

  it('deliver again what is not answered for in time', async () => {
    const stream = await created(1, { messageTimeout: 50, maxRetryCount: 2 });
    const { told, subscription } = consume(stream);
    await told.until(several(3));
    await subscription.ack(eventAt(told, 0));
    expect(got(told)).toEqual([0, 1, 2].map((retryCount) => [0, retryCount]));
    await subscription.unsubscribe();
  });

  it('deliver no more than the buffer holds', async () => {
    const stream = await created(9);
    const { told, subscription } = consume(stream, 4);
    await told.until(several(4));
    const info = await talk.client.getPersistentSubscriptionToStreamInfo(stream, group);
    expect(info).toMatchObject({ eventSource: stream, groupName: group, settings: { startFrom: 'start' } });
    expect(info.connections).toMatchObject([{ availableSlots: 0, inFlightMessages: 4 }]);
    expect(told.events).toHaveLength(4);
    await subscription.unsubscribe();
  });

  it('share out among consumers, up to so many', async () => {
    const stream = await created(0, { maxSubscriberCount: 2 });
    const [one, two] = [consume(stream), consume(stream)];
    for (const { told } of [one, two]) await told.until(({ log }) => log.includes('confirmation'));
    const three = consume(stream);
    await three.told.until(failed);
    expect(three.told.log).toEqual([expect.objectContaining({ type: 'maximum-subscribers-reached', code: 9 })]);
    await talk.client.appendToStream(stream, numbered(0, 6));
    await Promise.all([one.told.until(several(3)), two.told.until(several(3))]);
    const shares = [got(one.told), got(two.told)].sort();
    expect(shares).toEqual([[0, 2, 4].map((revision) => [revision, 0]), [1, 3, 5].map((revision) => [revision, 0])]);
    const [gone, left] = [one, two];
    await gone.subscription.unsubscribe();
    await left.told.until(several(6));
    expect(got(left.told).slice(3)).toEqual(got(gone.told).map((pair) => [(pair as number[])[0], 1]));
    await left.subscription.unsubscribe();
  });

  it('drop their consumers when they are updated or deleted', async () => {
    const stream = await created(2);
    const dropped = { type: 'persistent-subscription-dropped', code: 1, streamName: stream, groupName: group };
    const { told } = consume(stream);
    await told.until(several(2));
    await talk.client.updatePersistentSubscriptionToStream(stream, group, toStream({ startFrom: START }));
    await told.until(failed);
    expect(told.log.at(-1)).toMatchObject(dropped);
    const next = consume(stream);
    await next.told.until(several(2));
    await talk.client.deletePersistentSubscriptionToStream(stream, group);
    await next.told.until(failed);
    expect(next.told.log.at(-1)).toMatchObject(dropped);
  });

  it('deliver the end of a tombstoned stream too', async () => {
    const stream = await created(1);
    await talk.client.tombstoneStream(stream);
    const { told, subscription } = consume(stream);
    await told.until(several(2));
    expect(eventAt(told, 1).event).toMatchObject({ type: '$streamDeleted', revision: 9223372036854775807n });
    await subscription.unsubscribe();
  });

  it('follow the whole log, filtered', async () => {
    const stream = await talk.written(2);
    const name = `all-${stream}`;
    const filter = streamNameFilter({ prefixes: [stream] });
    const { client } = talk;
    const create = () => client.createPersistentSubscriptionToAll(name, toAll({ startFrom: START }), { filter });
    await create();
    expect(await refusal(create())).toMatchObject({
      ...{ type: 'persistent-subscription-exists', streamName: '$all', groupName: name },
    });
    const subscription = client.subscribeToPersistentSubscriptionToAll(name);
    const told = listen(subscription);
    await told.until(several(2));
    expect(got(told)).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(await client.getPersistentSubscriptionToAllInfo(name)).toMatchObject({ eventSource: '$all' });
    const names = (await client.listPersistentSubscriptionsToAll()).map(({ groupName }) => groupName);
    expect(names).toContain(name);
    const everywhere = (await client.listAllPersistentSubscriptions()).map(({ groupName }) => groupName);
    expect(everywhere).toContain(name);
    await subscription.unsubscribe();
    await client.deletePersistentSubscriptionToAll(name);
    expect(await refusal(client.deletePersistentSubscriptionToAll(name))).toMatchObject({
      ...{ type: 'persistent-subscription-does-not-exist', streamName: '$all' },
    });
  });

  it('outlive a restart, and deliver again what was not answered for', async () => {
    const server = await startTestEventStoreDb();
    const client = EventStoreDBClient.connectionString(server.connectionString);
    await client.appendToStream('S', numbered(0, 2));
    await client.createPersistentSubscriptionToStream('S', group, toStream({ startFrom: START }));
    const before = listen(client.subscribeToPersistentSubscriptionToStream('S', group));
    await before.until(several(2));
    await server.restart();
    await before.until(failed);
    const after = listen(client.subscribeToPersistentSubscriptionToStream('S', group));
    await after.until(several(2));
    expect(after.events.map(({ event }) => event!.revision)).toEqual([0n, 1n]);
    await client.dispose();
    await server.stop();
  });
});
