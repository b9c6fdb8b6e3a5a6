import { EventStoreDBClient, START, streamNameFilter } from '@eventstore/db-client';
import { all, counted, listen, numbered } from './conversation.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from './server.ts';
import type { Release } from './release.ts';

const NOWHERE = 2n ** 64n - 1n;
const WINDOW = 5;

interface Checkpoint {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** As real servers of the releases did. */
describe('the test EventStoreDB, telling where a filtered subscription to the log is', () => {
  let server: TestEventStoreDb;
  let client: EventStoreDBClient;
  const start = async (release: Release): Promise<void> => {
    server = await startTestEventStoreDb({ release });
    client = EventStoreDBClient.connectionString(server.connectionString);
  };
  afterEach(async () => {
    await client.dispose();
    await server.stop();
  });

  const places = async (): Promise<bigint[]> =>
    (await all(client.readAll())).map(({ commitPosition }) => commitPosition!);
  /** Brings the log to so many events, none of which match. */
  const fill = async (events: number): Promise<void> => {
    const there = (await places()).length;
    await client.appendToStream('other', numbered(0, events - there));
  };

  /** What it announces until it has caught up. */
  async function announced(fromPosition: typeof START | Checkpoint = START): Promise<Checkpoint[]> {
    const reached: Checkpoint[] = [];
    const filter = streamNameFilter({
      ...{ prefixes: ['wanted'], maxSearchWindow: WINDOW },
      checkpointReached: async (_subscription, place) => {
        reached.push(place);
      },
    });
    const subscription = client.subscribeToAll({ fromPosition, filter });
    await listen(subscription).until(({ log }) => log.includes('caught up'));
    await subscription.unsubscribe();
    return reached;
  }

  it('up to 24.10.4 is nowhere when the log is shorter than the window and nothing matches', async () => {
    await start('24.6.0');
    await fill(WINDOW - 1);
    expect(await announced()).toEqual([{ commit: NOWHERE, prepare: NOWHERE }]);
  });

  it('up to 24.10.4 is at the start when the log holds a window, or something that matches', async () => {
    await start('24.6.0');
    await client.appendToStream('wanted', counted(0));
    expect(await announced()).toEqual([{ commit: 0n, prepare: 0n }]);

    await client.dispose();
    await server.stop();
    await start('24.6.0');
    await fill(WINDOW);
    expect((await announced())[0]).toEqual({ commit: 0n, prepare: 0n });
  });

  it('up to 24.10.4 is where it began, when it did not begin at the start', async () => {
    await start('24.6.0');
    await fill(WINDOW - 1);
    const commit = (await places())[1]!;
    expect(await announced({ commit, prepare: commit })).toEqual([{ commit, prepare: commit }]);
  });

  it('in 25.0.0 is, after a full window, at the event that follows, though nobody has written it', async () => {
    await start('25.0.0');
    await fill(2 * WINDOW);
    const [first, ...further] = await announced();
    const { position } = await client.appendToStream('wanted', counted(0));

    expect(first).toEqual({ commit: 0n, prepare: 0n });
    expect(further.map(({ commit }) => commit)).toEqual([(await places())[WINDOW], position!.commit]);
  });

  it.each(['24.6.0', '25.0.1'] as const)('in %s is, after a full window, at the last event of it', async (release) => {
    await start(release);
    await fill(2 * WINDOW);
    const events = await places();
    expect((await announced()).map(({ commit }) => commit)).toEqual([0n, events[WINDOW - 1], events[2 * WINDOW - 1]]);
  });

  it('in 25.0.1 is at the start on a log that has nothing for it', async () => {
    await start('25.0.1');
    await fill(WINDOW - 1);
    expect(await announced()).toEqual([{ commit: 0n, prepare: 0n }]);
  });
});
