import { END, eventTypeFilter, excludeSystemEvents, START, streamNameFilter, type Filter } from '@eventstore/db-client';
import { all, converse, counted, listen, numbered, revisions, type Conversation, type Told } from './conversation.ts';

/** As a real 24.6.0 server answered. */
describe('the test EventStoreDB, subscribing', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await converse();
  });
  afterAll(() => talk.close());

  const caughtUp = (told: Told): boolean => told.log.includes('caught up');
  const failed = (told: Told): boolean => told.log.some((what) => what instanceof Error);
  interface Checkpoint {
    readonly commit: bigint;
    readonly prepare: bigint;
  }
  const isCheckpoint = (what: unknown): what is Checkpoint =>
    typeof what === 'object' && what !== null && 'prepare' in what;

  /** Follows `$all`, checkpoints included, and stops at a condition. */
  async function follow(
    filter: Filter,
    until: (told: Told) => boolean = caughtUp,
    fromPosition: 'start' | 'end' | Checkpoint = START,
    meanwhile: () => Promise<unknown> = async () => {},
  ): Promise<Told> {
    // eslint-disable-next-line prefer-const -- the filter is made before what it reports to
    let told: Told | undefined;
    const reported: unknown[] = [];
    filter.checkpointReached = async (_subscription, position) => {
      if (told) told.note(position);
      else reported.push(position);
    };
    const subscription = talk.client.subscribeToAll({ fromPosition, filter });
    told = listen(subscription);
    await told.until((now) => now.log.includes('confirmation'));
    await meanwhile();
    await told.until(until);
    await subscription.unsubscribe();
    return told;
  }
  const checkpoints = (told: Told): Checkpoint[] => told.log.filter(isCheckpoint);
  /** What it announced while it caught up: what others write afterwards is announced too. */
  const checkpointsUntilCaughtUp = ({ log }: Told): Checkpoint[] =>
    log.slice(0, log.indexOf('caught up')).filter(isCheckpoint);

  describe('to a stream', () => {
    it('confirms, delivers after the revision, and has caught up', async () => {
      const stream = await talk.written(3);
      for (const [fromRevision, expected] of [
        [START, [0, 1, 2]],
        [0n, [1, 2]],
        [END, []],
        [10n, []],
      ] as const) {
        const subscription = talk.client.subscribeToStream(stream, { fromRevision });
        const told = listen(subscription);
        await told.until(caughtUp);
        await subscription.unsubscribe();
        expect(told.log).toEqual(['confirmation', ...expected, 'caught up']);
      }
    });

    it('waits for one that is missing, and delivers what comes', async () => {
      const stream = talk.fresh();
      const told = listen(talk.client.subscribeToStream(stream));
      await told.until(caughtUp);
      await talk.client.appendToStream(stream, numbered(0, 2));
      await told.until(({ events }) => events.length === 2);
      expect(told.log).toEqual(['confirmation', 'caught up', 0, 1]);
    });

    it('goes on with one that was deleted and comes back', async () => {
      const stream = await talk.written(2);
      await talk.client.deleteStream(stream);
      const told = listen(talk.client.subscribeToStream(stream));
      await told.until(caughtUp);
      await talk.client.appendToStream(stream, counted(2));
      await told.until(({ events }) => events.length === 1);
      expect(revisions(told.events)).toEqual([2]);
    });
  });

  describe('to all', () => {
    it('delivers what matches: by prefix and pattern, of streams and types', async () => {
      const [one, other] = [await talk.written(2), talk.fresh()];
      const type = `Odd-${other}`;
      await talk.client.appendToStream(other, [counted(0, undefined, type), counted(1)]);
      const streamsOf = async (filter: Filter): Promise<unknown[]> =>
        (await follow(filter)).events.map(({ event }) => `${event!.streamId} ${event!.revision}`);
      expect(await streamsOf(streamNameFilter({ prefixes: [one] }))).toEqual([`${one} 0`, `${one} 1`]);
      expect(await streamsOf(streamNameFilter({ regex: `^${one}$` }))).toEqual([`${one} 0`, `${one} 1`]);
      expect(await streamsOf(eventTypeFilter({ prefixes: [type] }))).toEqual([`${other} 0`]);
      expect(await streamsOf(eventTypeFilter({ regex: `^${type}` }))).toEqual([`${other} 0`]);
      expect(await streamsOf(streamNameFilter({ prefixes: [] }))).toEqual([]);
      const users = (await follow(excludeSystemEvents())).events;
      expect(users.some(({ event }) => event!.type.startsWith('$'))).toBe(false);
    });

    it('checkpoints about every so many scanned events, after the event of the place', async () => {
      const start = (await talk.client.appendToStream(talk.fresh(), counted(0))).position!;
      const stream = await talk.written(20);
      const told = await follow(
        streamNameFilter({ prefixes: [stream], maxSearchWindow: 5, checkpointInterval: 2 }),
        caughtUp,
        start,
      );
      const scanned = await all(talk.client.readAll({ fromPosition: start, maxCount: 200 }));
      const places = scanned.map(({ commitPosition }) => commitPosition!);
      const [first, ...further] = checkpointsUntilCaughtUp(told);
      expect(first).toEqual(start);
      // Others may write in between: the places are those of events, about so many apart.
      const indexes = further.map(({ commit }) => places.indexOf(commit));
      expect(indexes.length).toBeGreaterThanOrEqual(2);
      for (const [nth, index] of indexes.entries()) expect(index - (indexes[nth - 1] ?? 0)).toBe(10);
      for (const [index, { event, commitPosition }] of scanned.entries()) {
        if (index === 0 || event?.streamId !== stream) continue;
        const announced = told.log.findIndex((what) => isCheckpoint(what) && what.commit === commitPosition);
        if (announced >= 0) expect(told.log.indexOf(Number(event.revision))).toBeLessThan(announced);
      }
    });

    it('checkpoints without a prepare position where nothing matches, while catching up', async () => {
      const start = (await talk.client.appendToStream(talk.fresh(), counted(0))).position!;
      await talk.written(12);
      const told = await follow(streamNameFilter({ prefixes: [], maxSearchWindow: 5 }), caughtUp, start);
      const [first, ...further] = checkpointsUntilCaughtUp(told).map(({ prepare }) => prepare);
      expect(first).toBe(start.prepare);
      expect(further.length).toBeGreaterThanOrEqual(2);
      expect(further.filter((prepare) => prepare !== 0n)).toEqual([]);
    });

    it('resumes after {c, c}, and with the event at {c, 0}', async () => {
      const stream = await talk.written(3);
      const commit = (await all(talk.client.readStream(stream)))[1]!.commitPosition!;
      const filter = (): Filter => streamNameFilter({ prefixes: [stream] });
      expect(revisions((await follow(filter(), caughtUp, { commit, prepare: commit })).events)).toEqual([2]);
      expect(revisions((await follow(filter(), caughtUp, { commit, prepare: 0n })).events)).toEqual([1, 2]);
    });

    it('from the end: quiet until something comes, then checkpoints with both halves', async () => {
      const stream = talk.fresh();
      const told = await follow(
        streamNameFilter({ prefixes: [stream], maxSearchWindow: 5 }),
        (now) => checkpoints(now).length >= 2,
        END,
        async () => {
          for (let number = 0; number < 10; number += 1)
            await talk.client.appendToStream(talk.fresh(), counted(number));
        },
      );
      expect(told.log.slice(0, 2)).toEqual(['confirmation', 'caught up']);
      const both = checkpoints(told).slice(0, 2);
      expect(both.every(({ commit, prepare }) => commit === prepare)).toBe(true);
    });

    it('confirms and then refuses a position where nothing begins', async () => {
      const { commit } = (await talk.client.appendToStream(talk.fresh(), counted(0))).position!;
      await talk.written(1);
      const fromPosition = { commit: commit + 1n, prepare: commit + 1n };
      const told = listen(talk.client.subscribeToAll({ fromPosition }));
      await told.until(failed);
      const message = '3 INVALID_ARGUMENT: Trying to read from an invalid position.';
      expect(told.log).toEqual(['confirmation', expect.objectContaining({ type: 'unknown', code: 3, message })]);
    });

    it('beyond the end has caught up, and never delivers', async () => {
      const beyond = { commit: 10n ** 12n, prepare: 10n ** 12n };
      const told = listen(talk.client.subscribeToAll({ fromPosition: beyond }));
      await told.until(caughtUp);
      const witness = listen(talk.client.subscribeToAll({ fromPosition: END }));
      await witness.until(caughtUp);
      await talk.written(1);
      await witness.until(({ events }) => events.length > 0);
      expect(told.log).toEqual(['confirmation', 'caught up']);
    });

    it('refuses a broken pattern', async () => {
      const told = listen(talk.client.subscribeToAll({ filter: streamNameFilter({ regex: '(' }) }));
      await told.until(failed);
      expect(told.log.at(-1)).toMatchObject({ type: 'unknown', code: 2 });
    });

    it('tells checkpoints ahead of a slow consumer', async () => {
      const stream = await talk.written(20);
      let reached = 0;
      const filter = streamNameFilter({
        ...{ prefixes: [stream], maxSearchWindow: 1 },
        checkpointReached: async () => {
          reached += 1;
        },
      });
      for await (const { event } of talk.client.subscribeToAll({ filter })) {
        expect(reached).toBeGreaterThan(Number(event!.revision));
        if (event!.revision === 3n) break;
        await new Promise((resolve) => setImmediate(resolve));
      }
    });

    it('loses, doubles and reorders nothing while many write', async () => {
      const prefix = talk.fresh();
      const count = 800;
      const told = listen(
        talk.client.subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: [prefix] }) }),
      );
      await told.until(caughtUp);
      const acknowledged: bigint[] = [];
      await Promise.all(
        Array.from({ length: 16 }, async (_, writer) => {
          for (let number = 0; number < count / 16; number += 1) {
            const { position } = await talk.client.appendToStream(`${prefix}-${writer}`, counted(number));
            acknowledged.push(position!.commit);
          }
        }),
      );
      await told.until(({ events }) => events.length >= count);
      expect(told.events.map(({ commitPosition }) => commitPosition)).toEqual(
        acknowledged.sort((x, y) => Number(x - y)),
      );
    });
  });
});
