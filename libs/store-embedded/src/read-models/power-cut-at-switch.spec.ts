import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildId, StoredDocument } from '#kernel/ports';
import { EmbeddedReadModelStore } from './embedded-read-model-store.ts';

const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const PAGE_SIZE_AT = 8;
/** Of a frame: not 0 where a transaction ends with it. */
const COMMIT_AT = 4;

const definition = { projection: 'points', version: 1, indexes: [{ fields: ['region'] }, { fields: ['since'] }] };
const logId = 'log';

/** Where the frames of a WAL end, in bytes, and whether a transaction ends there. */
function framesOf(wal: Buffer): { readonly end: number; readonly isCommit: boolean }[] {
  const size = FRAME_HEADER + wal.readUInt32BE(PAGE_SIZE_AT);
  const count = Math.floor((wal.length - WAL_HEADER) / size);
  return Array.from({ length: count }, (_, index) => {
    const start = WAL_HEADER + index * size;
    return { end: start + size, isCommit: wal.readUInt32BE(start + COMMIT_AT) !== 0 };
  });
}

describe('the power fails while a build is made ready and switched to', () => {
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'read-models.db');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const documentsUntil = (count: number): StoredDocument[] =>
    Array.from({ length: count }, (_, index) => ({
      key: `k${String((index * 7919) % 100_003).padStart(6, '0')}`,
      position: String(index + 1),
      document: { region: `r${index % 3}`, since: index },
    }));
  async function made(store: EmbeddedReadModelStore, documents: readonly StoredDocument[]): Promise<BuildId> {
    const build = await store.createBuild(definition);
    await store.commit([{ build, documents, checkpoint: { logId, position: String(documents.length) } }]);
    return build;
  }
  async function all(store: EmbeddedReadModelStore, build: BuildId): Promise<StoredDocument[]> {
    const found: StoredDocument[] = [];
    for await (const document of store.documents(build)) found.push(document);
    return found;
  }

  it('and after it the build of before answers or the new one, which is whole, wherever the WAL ends', async () => {
    const documents = documentsUntil(2_200);
    const sorted = documents.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const store = new EmbeddedReadModelStore(file);
    const before = await made(store, documentsUntil(10));
    await store.switchPointer('points', 1, before);
    const begun = readFileSync(`${file}-wal`).length;
    const build = await made(store, documents);
    await store.makeReady(build);
    await store.switchPointer('points', 1, build);
    const wal = readFileSync(`${file}-wal`);
    const database = readFileSync(file);
    await store.close();

    const answered = new Map<BuildId | undefined, number>();
    const cuts = framesOf(wal).filter(({ end, isCommit }, index) => end >= begun && (isCommit || index % 7 === 0));
    for (const { end } of cuts) {
      const cut = join(await mkdtemp(join(directory, 'cut-')), 'read-models.db');
      writeFileSync(cut, database);
      writeFileSync(`${cut}-wal`, wal.subarray(0, end));
      // Of the file aside a power cut leaves anything, or nothing.
      writeFileSync(`${cut}-aside`, database.subarray(0, 5_000));
      const found = new EmbeddedReadModelStore(cut);
      const live = await found.pointer('points', 1);
      answered.set(live, (answered.get(live) ?? 0) + 1);
      expect(await all(found, before)).toHaveLength(10);
      // What does not answer is whole, or it is not there any more: nobody goes on with a part of it.
      const left = (await found.builds()).map((one) => one.build).includes(build);
      if (left) expect(await all(found, build)).toEqual(sorted);
      if (live === build) {
        expect(found.explain(build, { where: { region: 'r1' }, limit: 10 })[0]!.join()).toContain('doc_2_1 (');
        expect(await found.find(build, { where: { since: 7 }, limit: 10 })).toHaveLength(1);
      }
      // And it is made anew.
      const anew = await made(found, documents);
      await found.switchPointer('points', 1, anew);
      expect(await all(found, anew)).toHaveLength(documents.length);
      await found.close();
      await rm(join(cut, '..'), { recursive: true });
    }

    expect([...answered.keys()].toSorted()).toEqual([before, build].toSorted());
    expect(answered.get(before)).toBeGreaterThan(10);
  });
});
