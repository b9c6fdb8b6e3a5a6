import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEmbeddedStores } from './embedded-stores.ts';

describe('the stores of a directory', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('are made where there are none', async () => {
    const stores = openEmbeddedStores(join(directory, 'new', 'data'));

    expect(await stores.eventStore.head()).toBe('0');
    expect(await stores.readModels.builds()).toEqual([]);
    expect(await stores.work.processes()).toEqual([]);
    expect(await stores.keys.subjectOf('nobody')).toBeUndefined();
    expect(await stores.leases.acquire('work', 'a', 1000)).toBeDefined();
    await stores.close();
  });

  it('can be read where there is the log alone', async () => {
    const original = openEmbeddedStores(join(directory, 'data'));
    const logId = await original.eventStore.logId();
    await original.close();
    await mkdir(join(directory, 'copy'));
    await copyFile(join(directory, 'data', 'events.db'), join(directory, 'copy', 'events.db'));

    const copy = openEmbeddedStores(join(directory, 'copy'), { readOnly: true });

    expect(await copy.eventStore.logId()).toBe(logId);
    expect(() => copy.keys).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('keys.db is not there') }),
    );
    await copy.close();
  });

  it('cannot be read where there are none', () => {
    expect(() => openEmbeddedStores(directory, { readOnly: true }).eventStore).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('start the server once') }),
    );
  });

  it('are closed by the time that opening them fails, so that another server may have the directory', async () => {
    await openEmbeddedStores(directory).close();
    const later = new DatabaseSync(join(directory, 'keys.db'));
    later.exec('PRAGMA user_version = 999');
    later.close();

    expect(() => openEmbeddedStores(directory)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
    // The last connection takes it away.
    for (const file of ['events.db-wal', 'work.db-wal']) expect(existsSync(join(directory, file))).toBe(false);
  });

  it('free the leases of a server that was killed', async () => {
    const before = openEmbeddedStores(directory);
    const lease = (await before.leases.acquire('work', 'dead', 60_000))!;
    await before.close();

    const after = openEmbeddedStores(directory);
    await after.leases.releaseAll();

    const next = await after.leases.acquire('work', 'alive', 60_000);
    expect(next!.epoch).toBeGreaterThan(lease.epoch);
    await after.close();
  });

  it('let a command go on between look-ups that come in one turn', async () => {
    const { accessLog, readModels, close } = openEmbeddedStores(directory);
    const entry = {
      at: '2026-03-01T09:30:00.000Z',
      actorId: 'op',
      role: 'desk-operator',
      purpose: 'SPORTELLO',
      fields: [],
    };
    const seen = { isDurable: false, turns: 0 };
    void accessLog.record([{ ...entry, resource: 'GET /sheet', outcome: 'READ' }]).then(() => (seen.isDurable = true));
    setImmediate(() => (seen.turns += 1));
    const until = performance.now() + 30_000;

    while (!seen.isDurable && performance.now() < until) await readModels.pointer('availability', 1);

    expect(seen).toEqual({ isDurable: true, turns: 0 });
    await close();
  });

  it('write the entries of the access log of one turn together', async () => {
    const { accessLog, close } = openEmbeddedStores(directory);
    const entry = {
      at: '2026-03-01T09:30:00.000Z',
      actorId: 'actor',
      role: 'inps-operator',
      purpose: 'appointment',
      subject: 'subject',
      fields: ['name'],
      resource: 'GET /',
      outcome: 'READ' as const,
    };

    await Promise.all(Array.from({ length: 30 }, () => accessLog.record([entry, entry])));

    expect(accessLog.commits).toBe(1);
    expect(await accessLog.list({ limit: 100 })).toHaveLength(60);
    await close();
  });
});
