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

  it.each<[string, string, string, AppendExpectedRevision, bigint | 'wrong']>([
    ['[b, c] after [a, b], at 0', 'ab', 'bc', 0n, 'wrong'],
    ['[b, c] after [a, b], no stream', 'ab', 'bc', 'no_stream', 'wrong'],
    ['[b, c] after [a, b], any', 'ab', 'bc', 'any', 'wrong'],
    ['[b, c] after [a, b], exists', 'ab', 'bc', 'stream_exists', 'wrong'],
    ['[b, c] after [a, b], at the current revision', 'ab', 'bc', 1n, 3n],
    ['the beginning of it, no stream', 'abc', 'ab', 'no_stream', 1n],
    ['the end of it, at 0', 'abc', 'bc', 0n, 2n],
    ['the middle of it, at 0', 'abc', 'b', 0n, 1n],
    ['the middle of it, any', 'abc', 'b', 'any', 1n],
    ['swapped, any', 'abc', 'ba', 'any', 0n],
    ['more than it, no stream', 'abc', 'abcd', 'no_stream', 'wrong'],
    ['more than it, any', 'abc', 'abcd', 'any', 'wrong'],
    ['a new one first, any', 'abc', 'da', 'any', 4n],
  ])('answers %s', async (_name, stored, again, expected, answer) => {
    // Made for each case: the server remembers the ids of all streams.
    const events = numbered(0, 4);
    const named = (letters: string): EventData[] => Array.from(letters, (letter) => events['abcd'.indexOf(letter)]!);
    const stream = talk.fresh();
    await append(stream, named(stored), 'no_stream');
    const repeated = append(stream, named(again), expected);
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

  it('remembers an id for the stream that had it first: in another it is written again, unless its place is named', async () => {
    const [first, second] = [talk.fresh(), talk.fresh()];
    const [event] = numbered(0, 1);
    await append(first, [event!], 'no_stream');
    for (const [stream, expected, revision] of [
      [second, 'any', 0n],
      [second, 'any', 1n],
      [second, 'stream_exists', 2n],
      [second, 'no_stream', 0n],
      [second, 0n, 1n],
      [first, 'any', 0n],
      [first, 'stream_exists', 0n],
    ] as const) {
      expect(await append(stream, [event!], expected)).toMatchObject({ nextExpectedRevision: revision });
    }
    expect([await read(first), await read(second)]).toEqual([[0], [0, 0, 0]]);
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
