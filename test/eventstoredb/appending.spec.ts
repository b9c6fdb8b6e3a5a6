import { randomUUID } from 'node:crypto';
import { type AppendExpectedRevision, type EventData, EventStoreDBClient } from '@eventstore/db-client';
import { all, converse, counted, numbered, refusal, revisions, type Conversation } from './conversation.ts';

/** As a real 24.6.0 server answered. */
describe('the test EventStoreDB, appending', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await converse();
  });
  afterAll(() => talk.close());

  const append = (
    stream: string,
    events: EventData[],
    expectedRevision: AppendExpectedRevision = 'any',
  ): ReturnType<EventStoreDBClient['appendToStream']> =>
    talk.client.appendToStream(stream, events, { expectedRevision });
  /** Credentials send an append through a call of its own. */
  const appendAlone = (stream: string, events: EventData[], expectedRevision: AppendExpectedRevision) => {
    const credentials = { username: 'admin', password: 'changeit' };
    return talk.client.appendToStream(stream, events, { expectedRevision, credentials });
  };
  const read = async (stream: string): Promise<unknown[]> =>
    (await all(talk.client.readStream(stream))).map(({ event }) => (event?.data as { number: number }).number);
  const wrong = (expectedVersion: unknown, actualVersion: unknown, streamName: string): object => ({
    ...{ type: 'wrong-expected-version', streamName, expectedVersion, actualVersion },
    ...{ message: '', code: undefined },
  });

  it('answers with the revision and the position of the last event', async () => {
    const stream = talk.fresh();
    const result = await append(stream, numbered(0, 3), 'no_stream');
    const events = await all(talk.client.readStream(stream));

    const positions = events.map(({ commitPosition }) => commitPosition!);
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(result.position).toEqual({ commit: positions[2], prepare: positions[2] });
    expect(positions[0]! < positions[1]! && positions[1]! < positions[2]!).toBe(true);
  });

  it('gives back what was written', async () => {
    const stream = talk.fresh();
    const id = randomUUID();
    await append(stream, [counted(7, id)]);
    const [resolved] = await all(talk.client.readStream(stream));
    const position = { commit: resolved!.commitPosition, prepare: resolved!.commitPosition };
    expect(resolved!.event).toEqual({
      ...{ streamId: stream, id, revision: 0n, type: 'Counted', data: { number: 7 }, metadata: undefined },
      ...{ isJson: true, created: expect.any(Date), position },
    });
  });

  describe.each([
    ['in a batch', () => append],
    ['alone', () => appendAlone],
  ])('%s', (_name, way) => {
    it('refuses another revision than the expected', async () => {
      const stream = await talk.written(2);
      const missing = talk.fresh();
      const write = way();
      expect(await refusal(write(stream, [counted(9)], 0n))).toMatchObject(wrong(0n, 1n, stream));
      expect(await refusal(write(stream, [counted(9)], 5n))).toMatchObject(wrong(5n, 1n, stream));
      expect(await refusal(write(stream, [counted(9)], 'no_stream'))).toMatchObject(wrong('no_stream', 1n, stream));
      expect(await refusal(write(missing, [counted(9)], 3n))).toMatchObject(wrong(3n, 'no_stream', missing));
      expect(await refusal(write(missing, [counted(9)], 'stream_exists'))).toMatchObject(
        wrong('stream_exists', 'no_stream', missing),
      );
    });

    it('answers a repetition as the first time, and writes nothing', async () => {
      const stream = talk.fresh();
      const events = numbered(0, 2);
      const first = await way()(stream, events, 'no_stream');
      const later = await way()(stream, [counted(2)], 1n);
      expect(await way()(stream, events, 'no_stream')).toEqual(first);
      expect(await way()(stream, [{ ...events[1]!, data: { number: 99 } }] as EventData[], 0n)).toEqual(first);
      expect(later.nextExpectedRevision).toBe(2n);
      expect(await read(stream)).toEqual([0, 1, 2]);
    });
  });

  it('writes the same ids again at the current revision', async () => {
    const stream = await talk.written(1);
    const [twice] = numbered(1, 1);
    await append(stream, [twice!], 0n);
    await append(stream, [twice!], 1n);
    expect(await read(stream)).toEqual([0, 1, 1]);
  });

  it('writes the same id twice when it stands twice in one call', async () => {
    const stream = talk.fresh();
    const [event] = numbered(0, 1);
    expect(await append(stream, [event!, event!], 'no_stream')).toMatchObject({ nextExpectedRevision: 1n });
  });

  it.each(['any', 'stream_exists', 'no_stream'] as const)('knows an id again under %s', async (expected) => {
    const stream = talk.fresh();
    const [event] = numbered(0, 1);
    await append(stream, [event!], 'no_stream');
    await append(stream, [counted(1)], 0n);
    expect(await append(stream, [event!], expected)).toMatchObject({ success: true, nextExpectedRevision: 0n });
    expect(await read(stream)).toEqual([0, 1]);
  });

  const [a, b, c, d] = numbered(0, 4);
  it.each([
    ['[b, c] after [a, b], at 0', [a, b], [b, c], 0n, 'wrong'],
    ['[b, c] after [a, b], no stream', [a, b], [b, c], 'no_stream', 'wrong'],
    ['[b, c] after [a, b], any', [a, b], [b, c], 'any', 'wrong'],
    ['[b, c] after [a, b], exists', [a, b], [b, c], 'stream_exists', 'wrong'],
    ['[b, c] after [a, b], at the current revision', [a, b], [b, c], 1n, 3n],
    ['the beginning of it, no stream', [a, b, c], [a, b], 'no_stream', 1n],
    ['the end of it, at 0', [a, b, c], [b, c], 0n, 2n],
    ['the middle of it, at 0', [a, b, c], [b], 0n, 1n],
    ['the middle of it, any', [a, b, c], [b], 'any', 1n],
    ['swapped, any', [a, b, c], [b, a], 'any', 0n],
    ['more than it, no stream', [a, b, c], [a, b, c, d], 'no_stream', 'wrong'],
    ['more than it, any', [a, b, c], [a, b, c, d], 'any', 'wrong'],
    ['a new one first, any', [a, b, c], [d, a], 'any', 4n],
  ] as const)('answers %s', async (_name, stored, again, expected, answer) => {
    const stream = talk.fresh();
    await append(stream, stored as unknown as EventData[], 'no_stream');
    const repeated = append(stream, again as unknown as EventData[], expected);
    if (answer === 'wrong') expect(await refusal(repeated)).toMatchObject({ type: 'wrong-expected-version' });
    else expect(await repeated).toMatchObject({ success: true, nextExpectedRevision: answer });
  });

  it('accepts an append of nothing', async () => {
    const stream = await talk.written(2);
    const missing = talk.fresh();
    const [last] = (await all(talk.client.readStream(stream))).slice(-1);
    const nothing = await append(stream, [], 1n);
    expect(nothing).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(nothing.position!.commit > last!.commitPosition!).toBe(true);
    expect(await append(stream, [])).toMatchObject({ nextExpectedRevision: 1n });
    expect(await refusal(append(stream, [], 0n))).toMatchObject(wrong(0n, 1n, stream));
    expect(await append(missing, [], 'no_stream')).toMatchObject({ success: true, nextExpectedRevision: 0n });
    expect(await refusal(all(talk.client.readStream(missing)))).toMatchObject({ type: 'stream-not-found' });
  });

  it('lets exactly one of two concurrent appends through', async () => {
    const stream = talk.fresh();
    for (let round = 0; round < 20; round += 1) {
      const expected = round === 0 ? 'no_stream' : BigInt(round - 1);
      const both = await Promise.allSettled([
        append(stream, [counted(1)], expected),
        append(stream, [counted(2)], expected),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
    expect(revisions(await all(talk.client.readStream(stream)))).toHaveLength(20);
  });

  it('accepts the same id in another stream', async () => {
    const [event] = numbered(0, 1);
    await append(talk.fresh(), [event!], 'no_stream');
    const other = await talk.written(1);
    expect(await append(other, [event!])).toMatchObject({ nextExpectedRevision: 1n });
  });

  it('says less, through the client, when conflicts are not to be thrown', async () => {
    const url = `${talk.server.connectionString}&throwOnAppendFailure=false`;
    const quiet = EventStoreDBClient.connectionString(url);
    const stream = await talk.written(4);
    const refused = await quiet.appendToStream(stream, counted(9), { expectedRevision: 0n });
    expect(refused).toMatchObject({ success: false, nextExpectedRevision: 1n });
    const missing = await quiet.appendToStream(talk.fresh(), counted(9), { expectedRevision: 0n });
    expect(missing).toMatchObject({ success: false, nextExpectedRevision: -1n });
  });
});
