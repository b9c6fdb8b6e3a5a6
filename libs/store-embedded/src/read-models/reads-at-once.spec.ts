import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineProjection } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import type { BuildId } from '#kernel/ports';
import { EmbeddedEventStore } from '../events/embedded-event-store.ts';
import { EmbeddedReadModelStore } from './embedded-read-model-store.ts';

const totals = defineProjection<{ readonly total: number }>({ name: 'totals', version: 1, indexes: [], on: [] });

describe('a query that asks for no position', () => {
  let directory: string;
  let log: EmbeddedEventStore;
  let store: EmbeddedReadModelStore;
  let reader: ProjectionReader;
  let refused: Error | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    log = new EmbeddedEventStore(join(directory, 'events.db'));
    store = new EmbeddedReadModelStore(join(directory, 'read-models.db'), { busyTimeout: 0 });
    refused = undefined;
    reader = new ProjectionReader({
      ...{ log, store },
      refuse: () => {
        if (refused) throw refused;
      },
    });
  });
  afterEach(async () => {
    await store.close();
    await log.close();
    await rm(directory, { recursive: true });
  });

  const newBuild = (): Promise<BuildId> => store.createBuild({ projection: totals.name, version: 1, indexes: [] });
  const commit = (build: BuildId, position: string, total?: number): Promise<void> =>
    store.commit([
      {
        build,
        documents: [{ key: 'a', position, document: total === undefined ? undefined : { total } }],
        checkpoint: { logId: 'log', position },
      },
    ]);

  it('is answered without a queue, from where it says', async () => {
    const build = await newBuild();
    await commit(build, '7', 3);
    await store.switchPointer(totals.name, 1, build);
    const asked = [reader.get(totals, 'a'), reader.getMany(totals, ['none', 'a'])] as const;
    const written = commit(build, '8', 4);

    const from = { build, logId: 'log' };
    expect(await asked[0]).toEqual({ ...from, position: '7', document: { total: 3 } });
    expect(await asked[1]).toEqual({ ...from, position: '7', documents: [{ total: 3 }] });
    await written;
    expect(await reader.get(totals, 'a')).toEqual({ ...from, position: '8', document: { total: 4 } });
  });

  it('finds no document that was deleted', async () => {
    const build = await newBuild();
    await commit(build, '7', 3);
    await store.switchPointer(totals.name, 1, build);
    await reader.get(totals, 'a');
    await commit(build, '8');

    expect((await reader.get(totals, 'a')).document).toBeUndefined();
    expect((await reader.getMany(totals, ['a'])).documents).toEqual([]);
  });

  it('is answered from the build that was switched to, also when the one before was dropped', async () => {
    const [before, after] = [await newBuild(), await newBuild()];
    await commit(before, '7', 3);
    await commit(after, '7', 5);
    await store.switchPointer(totals.name, 1, before);
    await reader.get(totals, 'a');
    await store.switchPointer(totals.name, 1, after);
    await store.dropBuild(before);

    expect(await reader.get(totals, 'a')).toMatchObject({ build: after, document: { total: 5 } });
  });

  it('is refused until there is a build that answers, and has read something', async () => {
    const notReady = { code: 'PROJECTION_NOT_READY' };
    await expect(reader.get(totals, 'a')).rejects.toMatchObject(notReady);
    await store.switchPointer(totals.name, 1, await newBuild());
    await expect(reader.get(totals, 'a')).rejects.toMatchObject(notReady);
    await expect(reader.getMany(totals, ['a'])).rejects.toMatchObject(notReady);
  });

  it('is refused where nothing may be read any more', async () => {
    const build = await newBuild();
    await commit(build, '7', 3);
    await store.switchPointer(totals.name, 1, build);
    refused = new Error('the log has changed');

    await expect(reader.get(totals, 'a')).rejects.toBe(refused);
    await expect(reader.getMany(totals, ['a'])).rejects.toBe(refused);
  });

  it('is told nothing from memory of a file that nobody may read any more', async () => {
    const build = await newBuild();
    await commit(build, '7', 3);
    await store.switchPointer(totals.name, 1, build);
    const { reader: remembering, sources } = reader.remembering();
    await remembering.get(totals, 'a');
    const again = (): unknown => reader.again(sources, totals, {});
    expect(again()).toEqual({ build, logId: 'log', position: '7' });

    await store.close();
    expect(again).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
  });

  it('waits its turn where another process writes', async () => {
    const beside = new EmbeddedReadModelStore(join(directory, 'read-models.db'), { readOnly: true });

    expect(beside.atOnce).toBeUndefined();
    await beside.close();
  });
});
