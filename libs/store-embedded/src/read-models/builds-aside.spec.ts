import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildId, StoredDocument } from '#kernel/ports';
import { EmbeddedReadModelStore } from './embedded-read-model-store.ts';

const definition = { projection: 'points', version: 1, indexes: [{ fields: ['region'] }, { fields: ['since'] }] };
const logId = 'log';

describe('a build that is being made, in SQLite', () => {
  let directory: string;
  let file: string;
  let store: EmbeddedReadModelStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'read-models.db');
    store = new EmbeddedReadModelStore(file);
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const isAside = (): boolean => existsSync(`${file}-aside`);
  const documentsUntil = (count: number): StoredDocument[] =>
    Array.from({ length: count }, (_, index) => ({
      key: `k${(index * 7919) % 100_003}`,
      position: String(index + 1),
      document: index % 10 === 9 ? undefined : { region: `r${index % 3}`, since: index, names: ['è', index] },
    }));
  async function made(documents: readonly StoredDocument[]): Promise<BuildId> {
    const build = await store.createBuild(definition);
    await store.commit([{ build, documents, checkpoint: { logId, position: String(documents.length) } }]);
    return build;
  }
  async function all(of: BuildId): Promise<StoredDocument[]> {
    const found: StoredDocument[] = [];
    for await (const document of store.documents(of)) found.push(document);
    return found;
  }

  it('has the same documents before it is made ready, after it, and when it answers', async () => {
    const documents = documentsUntil(3_500);
    const build = await made(documents);
    const sorted = documents.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(await all(build)).toEqual(sorted);
    expect(isAside()).toBe(true);
    await store.makeReady(build);
    expect(isAside()).toBe(false);
    expect(await all(build)).toEqual(sorted);
    await store.commit([
      {
        build,
        documents: [{ key: 'k0', position: '3501', document: { region: 'late', since: 0 } }],
        checkpoint: { logId, position: '3501' },
      },
    ]);
    await store.switchPointer('points', 1, build);
    expect(await store.get(build, 'k0')).toEqual({ region: 'late', since: 0 });
    expect((await store.find(build, { where: { region: 'r1' }, limit: 5_000 })).length).toBe(
      documents.filter(({ document }) => (document as { region?: string } | undefined)?.region === 'r1').length,
    );
    expect(store.explain(build, { where: { region: 'r1' }, limit: 10 })[0]!.join()).toContain('doc_1_1 (');
    expect(store.explain(build, { where: { since: 1 }, limit: 10 })[0]!.join()).toContain('doc_1_2 (');
  });

  it('lets others have their turn, and write, while it is made ready', async () => {
    const answering = await made(documentsUntil(10));
    await store.switchPointer('points', 1, answering);
    const build = await made(documentsUntil(5_000));
    let isReady = false;
    const ready = store.makeReady(build).then(() => (isReady = true));
    const position = '5001';
    await store.commit([
      { build: answering, documents: [{ key: 'meanwhile', position, document: {} }], checkpoint: { logId, position } },
    ]);
    expect([isReady, await store.pointer('points', 1)]).toEqual([false, answering]);
    expect(await store.get(answering, 'meanwhile')).toEqual({});
    await ready;
    expect(await all(build)).toHaveLength(5_000);
  });

  it('is moved as a whole where an attempt before has failed on the way', async () => {
    const build = await made(documentsUntil(3_000));
    const steps = store.makeReady(build);
    // Begun anew while the first is on its way, as after a failure.
    await store.switchPointer('points', 1, build);
    await steps.catch(() => undefined);
    expect(await all(build)).toHaveLength(3_000);
  });

  it('gives its disk back when it is dropped, at the latest when the last has gone', async () => {
    const [failed, other] = [await made(documentsUntil(100)), await made(documentsUntil(50))];
    await store.dropBuild(failed);
    expect(await all(other)).toHaveLength(50);
    expect(isAside()).toBe(true);
    await store.dropBuild(other);
    expect(isAside()).toBe(false);
    expect(await store.builds()).toEqual([]);
    expect(await all(await made(documentsUntil(20)))).toHaveLength(20);
  });

  it('leaves nothing behind when the store is closed, and is not there any more when it is opened again', async () => {
    const answering = await made(documentsUntil(10));
    await store.switchPointer('points', 1, answering);
    await made(documentsUntil(100));
    await store.close();
    expect(isAside()).toBe(false);
    store = new EmbeddedReadModelStore(file);
    expect((await store.builds()).map(({ build }) => build)).toEqual([answering]);
    const next = await made(documentsUntil(5));
    expect(next).not.toBe('points@v1.2');
  });

  it.each(['while it is filled', 'while it is moved', 'when it is ready'] as const)(
    'is not taken for a whole one, nor gone on with, by the next process where its own died %s',
    async (when) => {
      const answering = await made(documentsUntil(10));
      await store.switchPointer('points', 1, answering);
      const build = await made(documentsUntil(2_500));
      if (when === 'while it is moved') store.makeReady(build).catch(() => undefined);
      if (when === 'when it is ready') await store.makeReady(build);
      const dead = join(directory, 'dead');
      mkdirSync(dead);
      // What a process leaves that is killed now.
      for (const name of readdirSync(directory))
        if (name !== 'dead') copyFileSync(join(directory, name), join(dead, name));
      await store.close();

      store = new EmbeddedReadModelStore(join(dead, 'read-models.db'));
      file = join(dead, 'read-models.db');
      const builds = await store.builds();
      expect(builds.filter(({ live }) => live).map((one) => one.build)).toEqual([answering]);
      expect(await all(answering)).toHaveLength(10);
      expect(builds.some((one) => one.build === build)).toBe(when === 'when it is ready');
      if (when === 'when it is ready') expect(await all(build)).toHaveLength(2_500);
      expect(isAside()).toBe(false);
    },
  );

  it('is for its owner alone', async () => {
    await made(documentsUntil(1));
    expect(statSync(`${file}-aside`).mode & 0o077).toBe(0);
  });
});
