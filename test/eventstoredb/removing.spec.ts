import { setTimeout as sleep } from 'node:timers/promises';
import { ANY, jsonEvent, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { all, converse, counted, numbered, refusal, revisions, type Conversation } from './conversation.ts';

const FOR_EVER = 9223372036854775807n;

/** As a real 24.6.0 server answered. */
describe('the test EventStoreDB, removing', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await converse();
  });
  afterAll(() => talk.close());

  const read = async (stream: string): Promise<unknown> => revisions(await all(talk.client.readStream(stream)));
  const metadataOf = (stream: string) => talk.client.getStreamMetadata(stream);

  describe('a deleted stream', () => {
    let stream: string;
    beforeEach(async () => {
      stream = await talk.written(3);
      expect(await talk.client.deleteStream(stream)).toEqual({
        position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
      });
    });

    it('is not found, and its metadata says so', async () => {
      expect(await refusal(read(stream))).toMatchObject({ type: 'stream-not-found', streamName: stream });
      expect(await metadataOf(stream)).toMatchObject({ metadata: { truncateBefore: Number(FOR_EVER) } });
    });

    it.each([NO_STREAM, ANY, 2n] as const)('goes on under %s', async (expectedRevision) => {
      const written = await talk.client.appendToStream(stream, counted(3), { expectedRevision });
      expect(written).toMatchObject({ success: true, nextExpectedRevision: 3n });
      expect(await read(stream)).toEqual([3]);
      expect(await metadataOf(stream)).toMatchObject({ metadata: { truncateBefore: 3 } });
    });

    it('does not go on at a revision of before, nor as an existing one', async () => {
      for (const expectedRevision of [0n, 1n]) {
        expect(await refusal(talk.client.appendToStream(stream, counted(3), { expectedRevision }))).toMatchObject({
          ...{ type: 'wrong-expected-version', actualVersion: 2n },
        });
      }
      const append = talk.client.appendToStream(stream, counted(3), { expectedRevision: STREAM_EXISTS });
      expect(await refusal(append)).toMatchObject({ type: 'stream-deleted', streamName: stream, message: '' });
    });

    it('can be deleted again', async () => {
      expect(await talk.client.deleteStream(stream)).toHaveProperty('position');
    });
  });

  it('takes a repetition for known after a deletion, writes nothing and has no position for it', async () => {
    const stream = talk.fresh();
    const events = numbered(0, 2);
    await talk.client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
    await talk.client.deleteStream(stream);
    const again = await talk.client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
    expect(again).toMatchObject({ success: true, nextExpectedRevision: 1n, position: undefined });
    expect(await refusal(read(stream))).toMatchObject({ type: 'stream-not-found' });
  });

  it('keeps deleted events in the log', async () => {
    const stream = await talk.written(2);
    await talk.client.deleteStream(stream);
    const log = (
      await all(talk.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1000 }))
    ).reverse();
    expect(revisions(log.filter(({ event }) => event?.streamId === stream))).toEqual([0, 1]);
  });

  it('does not delete at another revision, nor what is missing', async () => {
    const [stream, missing] = [await talk.written(2), talk.fresh()];
    expect(await refusal(talk.client.deleteStream(stream, { expectedRevision: 0n }))).toMatchObject({
      ...{ type: 'wrong-expected-version', code: 9, streamName: stream, expectedVersion: 0n, actualVersion: 1n },
    });
    for (const [expectedRevision, expectedVersion] of [
      [ANY, -2n],
      [NO_STREAM, -1n],
    ] as const) {
      expect(await refusal(talk.client.deleteStream(missing, { expectedRevision }))).toMatchObject({
        ...{ type: 'wrong-expected-version', code: 9, expectedVersion, actualVersion: -1n },
      });
    }
  });

  it('refuses everything on a tombstoned stream', async () => {
    const stream = await talk.written(2);
    await talk.client.tombstoneStream(stream);
    const message = `9 FAILED_PRECONDITION: Event stream '${stream}' is deleted.`;
    const deleted = { type: 'stream-deleted', streamName: stream, code: 9, message };
    expect(await refusal(read(stream))).toMatchObject(deleted);
    expect(await refusal(talk.client.deleteStream(stream))).toMatchObject(deleted);
    expect(await refusal(talk.client.tombstoneStream(stream))).toMatchObject(deleted);
    expect(await refusal(metadataOf(stream))).toMatchObject({ type: 'stream-deleted' });
    expect(await refusal(all(talk.client.subscribeToStream(stream)))).toMatchObject(deleted);
    expect(await refusal(talk.client.appendToStream(stream, counted(1)))).toMatchObject({
      ...{ type: 'stream-deleted', streamName: stream, code: undefined, message: '' },
    });
    const credentials = { username: 'admin', password: 'changeit' };
    expect(await refusal(talk.client.appendToStream(stream, counted(1), { credentials }))).toMatchObject(deleted);
  });

  it('puts a tombstone into the log, also of a stream that never was', async () => {
    const stream = talk.fresh();
    await talk.client.tombstoneStream(stream, { expectedRevision: NO_STREAM });
    const newest = await all(talk.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1000 }));
    const found = newest.filter(({ event }) => event?.streamId === stream);
    expect(found).toMatchObject([{ event: { type: '$streamDeleted', revision: FOR_EVER } }]);
  });

  it('shows the newest events that $maxCount leaves', async () => {
    const stream = await talk.written(10);
    await talk.client.setStreamMetadata(stream, { maxCount: 3 });
    expect(await read(stream)).toEqual([7, 8, 9]);
    expect(revisions(await all(talk.client.readStream(stream, { fromRevision: 2n })))).toEqual([7, 8, 9]);
    const options = { direction: 'backwards', fromRevision: 'end' } as const;
    expect(revisions(await all(talk.client.readStream(stream, options)))).toEqual([9, 8, 7]);
  });

  it('hides what is before $tb, until the metadata is emptied', async () => {
    const stream = await talk.written(10);
    await talk.client.setStreamMetadata(stream, { truncateBefore: 9 });
    expect(await read(stream)).toEqual([9]);
    await talk.client.setStreamMetadata(stream, { truncateBefore: 50 });
    expect(await read(stream)).toEqual([]);
    expect(await talk.client.appendToStream(stream, counted(10))).toMatchObject({ nextExpectedRevision: 10n });
    expect(await read(stream)).toEqual([]);
    await talk.client.setStreamMetadata(stream, {});
    expect(await read(stream)).toHaveLength(11);
  });

  it('hides what is older than $maxAge, and counts on', async () => {
    const stream = await talk.written(2);
    await talk.client.setStreamMetadata(stream, { maxAge: 1 });
    expect(await read(stream)).toEqual([0, 1]);
    while (((await read(stream)) as unknown[]).length > 0) await sleep(50);
    expect(await talk.client.appendToStream(stream, counted(2))).toMatchObject({ nextExpectedRevision: 2n });
  });

  it('keeps metadata as a stream', async () => {
    const stream = talk.fresh();
    expect(await metadataOf(stream)).toEqual({ streamName: stream });
    const set = await talk.client.setStreamMetadata(stream, { maxCount: 5, place: 'Bari' });
    const found = await metadataOf(stream);
    expect(found).toMatchObject({ metadata: { maxCount: 5, place: 'Bari' } });
    expect(found.metastreamRevision).toBe(set.position!.commit);
    expect(await refusal(talk.client.setStreamMetadata(stream, {}, { expectedRevision: 7n }))).toMatchObject({
      ...{ type: 'wrong-expected-version', streamName: `$$${stream}` },
    });
    await talk.client.appendToStream(`$$${stream}`, jsonEvent({ type: 'Other', data: {} }));
  });
});
