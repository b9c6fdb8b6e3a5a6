import { randomUUID } from 'node:crypto';
import { binaryEvent, jsonEvent, type ReadRevision } from '@eventstore/db-client';
import { all, converse, counted, numbered, refusal, revisions, type Conversation } from './conversation.ts';

/** As a real 24.6.0 server answered. */
describe('the test EventStoreDB, reading', () => {
  let talk: Conversation;
  let stream: string;
  beforeAll(async () => {
    talk = await converse();
    stream = await talk.written(3);
  });
  afterAll(() => talk.close());

  const forwards = async (fromRevision: ReadRevision, maxCount?: number): Promise<unknown> =>
    revisions(await all(talk.client.readStream(stream, { fromRevision, ...(maxCount && { maxCount }) })));
  const backwards = async (fromRevision: ReadRevision, maxCount?: number): Promise<unknown> => {
    const options = { fromRevision, direction: 'backwards', ...(maxCount && { maxCount }) } as const;
    return revisions(await all(talk.client.readStream(stream, options)));
  };

  describe('a stream', () => {
    it('from a revision on, which it includes', async () => {
      expect(await forwards('start')).toEqual([0, 1, 2]);
      expect(await forwards(1n, 1)).toEqual([1]);
      expect(await backwards('end', 2)).toEqual([2, 1]);
      expect(await backwards(1n)).toEqual([1, 0]);
      expect(await backwards('start')).toEqual([0]);
    });

    it('from beyond its end', async () => {
      expect(await forwards(100n)).toEqual([]);
      expect(await backwards(100n)).toEqual([2, 1, 0]);
    });

    it('refuses what makes no sense', async () => {
      const message = '2 UNKNOWN: Unexpected ReadStreamResult: Error';
      expect(await refusal(forwards('end'))).toMatchObject({ type: 'unknown', code: 2, message });
      expect(await refusal(all(talk.client.readStream(stream, { maxCount: 0 })))).toMatchObject({ code: 2 });
    });

    it.each(['forwards', 'backwards'] as const)('that is missing, %s', async (direction) => {
      const missing = talk.fresh();
      const fromRevision = direction === 'forwards' ? 'start' : 'end';
      expect(await refusal(all(talk.client.readStream(missing, { direction, fromRevision })))).toEqual({
        ...{ type: 'stream-not-found', streamName: missing, code: undefined, message: `${missing} not found` },
      });
    });
  });

  describe('all streams', () => {
    const read = (options: Parameters<Conversation['client']['readAll']>[0]) => all(talk.client.readAll(options));

    it('in one order, in which positions rise', async () => {
      const positions = (await read({})).map(({ event }) => event!.position);
      expect(positions.every(({ commit, prepare }) => commit === prepare)).toBe(true);
      expect(positions.every(({ commit }, index) => index === 0 || commit > positions[index - 1]!.commit)).toBe(true);
    });

    it('holds events of the server too', async () => {
      expect((await read({})).some(({ event }) => event?.type.startsWith('$'))).toBe(true);
    });

    it('from a position: forwards with it, backwards without it', async () => {
      const [, second, third] = await all(talk.client.readStream(stream));
      const [from] = await read({ fromPosition: third!.event!.position!, maxCount: 1 });
      const [before] = await read({ fromPosition: third!.event!.position!, direction: 'backwards', maxCount: 1 });
      expect(from!.event!.id).toBe(third!.event!.id);
      expect(before!.event!.id).toBe(second!.event!.id);
      const half = { commit: third!.commitPosition!, prepare: 0n };
      expect((await read({ fromPosition: half, maxCount: 1 }))[0]!.event!.id).toBe(third!.event!.id);
    });

    it('refuses a position where nothing begins', async () => {
      const { commit } = (await all(talk.client.readStream(stream)))[1]!.event!.position!;
      const message = '2 UNKNOWN: Unexpected ReadAllResult: InvalidPosition';
      for (const direction of ['forwards', 'backwards'] as const) {
        for (const offset of [-1n, 1n, 3n]) {
          const fromPosition = { commit: commit + offset, prepare: commit + offset };
          expect(await refusal(read({ fromPosition, direction, maxCount: 1 }))).toMatchObject({ code: 2, message });
        }
      }
      expect(await refusal(read({ fromPosition: { commit, prepare: commit + 1n } }))).toMatchObject({
        ...{ code: 2, message: '2 UNKNOWN: Exception was thrown by handler.' },
      });
    });

    it('from its ends, and from beyond', async () => {
      const beyond = { commit: 10n ** 12n, prepare: 10n ** 12n };
      expect(await read({ fromPosition: 'end' })).toEqual([]);
      expect(await read({ fromPosition: 'start', direction: 'backwards' })).toEqual([]);
      expect(await read({ fromPosition: beyond })).toEqual([]);
      expect(await refusal(read({ fromPosition: beyond, direction: 'backwards' }))).toMatchObject({
        ...{ code: 2, message: '2 UNKNOWN: Unexpected ReadAllResult: Error' },
      });
      const last = await talk.client.appendToStream(talk.fresh(), counted(0));
      // Others may have written since.
      const newest = await read({ fromPosition: 'end', direction: 'backwards', maxCount: 100 });
      const positions = newest.map(({ commitPosition }) => commitPosition!);
      expect(positions).toContain(last.position!.commit);
      expect(positions).toEqual([...positions].sort((one, other) => (one < other ? 1 : -1)));
    });
  });

  describe('links', () => {
    const linkTo = (target: string) =>
      jsonEvent({ id: randomUUID(), type: '$>', data: target as unknown as Record<string, unknown> });
    const link = (target: string) => binaryEvent({ ...linkTo(target), data: Buffer.from(target) });

    it('are events unless they are to be resolved', async () => {
      const links = talk.fresh();
      await talk.client.appendToStream(links, [link(`1@${stream}`)]);
      const [plain] = await all(talk.client.readStream(links));
      const [resolved] = await all(talk.client.readStream(links, { resolveLinkTos: true }));
      expect(plain).toMatchObject({ event: { type: '$>', streamId: links } });
      expect(resolved).toMatchObject({ event: { streamId: stream, revision: 1n }, link: { type: '$>', revision: 0n } });
      expect(resolved!.commitPosition).toBe(plain!.commitPosition);
    });

    it('to what is deleted carry no event', async () => {
      const [links, target] = [talk.fresh(), await talk.written(1)];
      await talk.client.appendToStream(links, [link(`0@${target}`)]);
      await talk.client.deleteStream(target);
      const [resolved] = await all(talk.client.readStream(links, { resolveLinkTos: true }));
      expect(resolved!.event).toBeUndefined();
      expect(resolved!.link).toMatchObject({ type: '$>' });
    });
  });

  describe('content', () => {
    it('comes back as it was written', async () => {
      const place = talk.fresh();
      const data = { nested: { list: [1, 'due', null] }, perché: 'città \u0000 ☂' };
      const metadata = { $correlationId: 'a', $causationId: 'b' };
      const id = randomUUID().toUpperCase();
      await talk.client.appendToStream(place, [
        jsonEvent({ id, type: 'Whole', data, metadata }),
        binaryEvent({ type: 'Bytes', data: Uint8Array.of(0, 255, 128), metadata: Uint8Array.of(1, 2) }),
        jsonEvent({ type: '$sys', data: {} }),
        jsonEvent({ type: 'x'.repeat(1000), data: {} }),
      ]);
      const [whole, bytes, ...others] = (await all(talk.client.readStream(place))).map(({ event }) => event!);
      expect(whole).toMatchObject({ id: id.toLowerCase(), data, metadata, isJson: true });
      expect(bytes).toMatchObject({ isJson: false });
      expect([...(bytes!.data as Uint8Array)]).toEqual([0, 255, 128]);
      expect([...(bytes!.metadata as Uint8Array)]).toEqual([1, 2]);
      expect(others.map(({ type }) => type)).toEqual(['$sys', 'x'.repeat(1000)]);
    });

    it.each(['a b', 'a/b', 'città', '$x', 'quote"\'', 'a@b', 'line\nbreak', '\u0000', 'n'.repeat(10_000)])(
      'may stand in a stream named %j',
      async (name) => {
        const place = `${talk.fresh()}${name}`;
        await talk.client.appendToStream(place, numbered(0, 1), { expectedRevision: 'no_stream' });
        const [resolved] = await all(talk.client.readStream(place));
        expect(resolved!.event!.streamId).toBe(place);
      },
    );
  });
});
