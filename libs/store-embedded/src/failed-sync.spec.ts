import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';
import { EmbeddedEventStore } from './events/embedded-event-store.ts';
import { WalOnDisk } from './specification/power-cuts.ts';
import { STORE_FILES } from './store-files.ts';
import { EmbeddedAccessLog } from './work/embedded-access-log.ts';

const AT = '2026-03-01T09:30:00.000Z';

describe('stores of which a sync has failed', () => {
  let directory: string;
  let disk: WalOnDisk | undefined;
  const opened: EmbeddedStores[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
  });
  afterEach(async () => {
    disk?.recover();
    for (const stores of opened.splice(0)) await stores.close();
    disk?.restore();
    await rm(directory, { recursive: true });
  });

  function open(): EmbeddedStores {
    const stores = openEmbeddedStores(directory);
    opened.push(stores);
    return stores;
  }

  function diskOf(store: 'events' | 'work'): WalOnDisk {
    return (disk = new WalOnDisk(join(directory, STORE_FILES[store])));
  }

  function append({ eventStore }: EmbeddedStores, stream: string): Promise<unknown> {
    const metadata = {
      ...{ schemaVersion: 1, recordedAt: AT, commandId: 'c', scope: {}, subjects: [] },
      ...{ $correlationId: 'c', $causationId: 'c', actor: { kind: 'policy', name: 'test' } as const },
    };
    const events = [{ eventId: 'id', type: 'Happened', data: {}, metadata }];
    return eventStore.append({ stream, expectedRevision: 'no-stream', events });
  }

  function record({ accessLog }: EmbeddedStores): Promise<void> {
    const who = { actorId: 'op', role: 'desk-operator', purpose: 'SPORTELLO', subject: 's', fields: ['name'] };
    return accessLog.record([{ ...who, at: AT, resource: 'GET /sheet', outcome: 'READ' }]);
  }

  /** What stands on the disk, as a start after a power cut finds it. */
  async function afterPowerCut(): Promise<string> {
    return disk!.copyTo(await mkdtemp(join(directory, 'cut-')));
  }

  async function eventsAfterPowerCut(): Promise<string> {
    const found = new EmbeddedEventStore(await afterPowerCut(), { readOnly: true });
    return found.head().finally(() => found.close());
  }

  async function entriesAfterPowerCut(): Promise<number> {
    const found = new EmbeddedAccessLog(await afterPowerCut(), { readOnly: true });
    const entries = await found.list({ limit: 10 }).finally(() => found.close());
    return entries.length;
  }

  it('have on the disk what the next start shows of the log', async () => {
    const events = diskOf('events');
    const stores = open();
    await append(stores, 'S-0');
    events.fail();
    await expect(append(stores, 'S-1')).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    events.recover();

    expect(await open().eventStore.head()).toBe('2');
    expect(await eventsAfterPowerCut()).toBe('2');
  });

  it('have on the disk what the next start shows of the access log', async () => {
    const work = diskOf('work');
    const stores = open();
    work.fail();
    await expect(record(stores)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    work.recover();

    expect(await open().accessLog.list({ limit: 10 })).toHaveLength(1);
    expect(await entriesAfterPowerCut()).toBe(1);
  });

  it('leave the WAL where it is: nobody reads or writes it any more, and no close moves it into the database', async () => {
    const work = diskOf('work');
    const stores = open();
    await record(stores);
    work.fail();
    await expect(record(stores)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const before = readFileSync(join(directory, STORE_FILES.work));

    const instance = { key: 'k', position: '1', unsent: [], deadlines: [], state: 's' };
    const refused = { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('start the server again') };
    await expect(stores.work.save('p', [instance], { logId: 'l', position: '1' })).rejects.toMatchObject(refused);
    await expect(stores.work.checkpoint('p')).rejects.toMatchObject(refused);
    await expect(stores.leases.acquire('l', 'me', 1_000)).rejects.toMatchObject(refused);
    expect(stores.damagedFiles()).toEqual([STORE_FILES.work]);
    await stores.close();
    expect(readFileSync(join(directory, STORE_FILES.work)).equals(before)).toBe(true);
  });

  it.each([
    ['the log', 'events', (file: string) => new EmbeddedEventStore(file)],
    ['the access log', 'work', (file: string) => new EmbeddedAccessLog(file)],
  ] as const)('leave the WAL of %s where it is when the first sync of a start fails', async (_what, store, start) => {
    const failing = diskOf(store);
    const stores = open();
    await Promise.all([append(stores, 'S-0'), record(stores)]);
    const file = await afterPowerCut();
    const [database, wal] = [readFileSync(file), readFileSync(`${file}-wal`)];
    failing.fail();

    expect(() => start(file)).toThrow(expect.objectContaining({ message: expect.stringContaining('disk') }));
    expect(readFileSync(file).equals(database)).toBe(true);
    expect(readFileSync(`${file}-wal`).equals(wal)).toBe(true);
  });
});
