import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BuildId, DocumentQuery, StoredDocument } from '#kernel/ports';
import { EmbeddedReadModelStore } from './embedded-read-model-store.ts';

describe('read models in SQLite', () => {
  let directory: string;
  let file: string;
  let store: EmbeddedReadModelStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'read-models.db');
    store = new EmbeddedReadModelStore(file, { busyTimeout: 0 });
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const checkpoint = { logId: 'log', position: '100' };

  async function liveBuild(...indexes: string[][]): Promise<BuildId> {
    const build = await store.createBuild({
      projection: 'points',
      version: 1,
      indexes: indexes.map((fields) => ({ fields })),
    });
    const documents: StoredDocument[] = Array.from({ length: 100 }, (_, index) => ({
      key: `k${index}`,
      position: String(index + 1),
      document: { region: `r${index % 3}`, status: `s${index % 5}`, since: index, at: { day: index % 7 } },
    }));
    await store.commit([{ build, documents, checkpoint }]);
    await store.switchPointer('points', 1, build);
    return build;
  }

  describe('answer from an index', () => {
    const since = { where: { region: 'r1', since: { from: 10, before: 50 } } };
    const cases: [string, DocumentQuery, string][] = [
      ['a condition', { where: { region: 'r1' }, limit: 10 }, 'doc_1_1 (<expr>=?)'],
      ['several conditions', { where: { status: 's1', region: 'r1' }, limit: 10 }, 'doc_1_2 (<expr>=? AND <expr>=?)'],
      ['a condition and a range', { ...since, limit: 10 }, 'doc_1_1 (<expr>=? AND <expr>>? AND <expr><?)'],
      ['one of several', { where: { region: { in: ['r1', 'r2'] } }, limit: 10 }, 'doc_1_1 (<expr>=?)'],
      ['a path', { where: { 'at.day': 3 }, limit: 10 }, 'doc_1_3 (<expr>=?)'],
    ];
    it.each(cases)('%s', async (_name, query, index) => {
      const build = await liveBuild(['region', 'since'], ['status', 'region'], ['at.day']);

      expect(store.explain(build, query)[0]!.join()).toContain(`SEARCH doc_1 USING INDEX ${index}`);
    });

    it('a condition with its order, without sorting, on every page', async () => {
      const build = await liveBuild(['region', 'since']);
      const query: DocumentQuery = { where: { region: 'r1' }, orderBy: [{ field: 'since' }], limit: 10 };

      const first = store.explain(build, query);
      const next = store.explain(build, { ...query, after: { values: [40], key: 'k40' } });

      expect(first).toEqual([['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=?)']]);
      expect(next).toEqual([
        ['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr>=? AND key>?)'],
        ['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr>>?)'],
      ]);
    });

    it('a range with its order, without sorting', async () => {
      const build = await liveBuild(['region', 'since']);
      const query: DocumentQuery = { ...since, orderBy: [{ field: 'since' }], limit: 10 };

      expect(store.explain(build, query)).toEqual([
        ['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr>>? AND <expr><?)'],
      ]);
    });

    it('a condition with a descending order, without sorting, on every page', async () => {
      const build = await liveBuild(['region', 'since']);
      const orderBy = [{ field: 'since', descending: true }];
      const query: DocumentQuery = { where: { region: 'r1' }, orderBy, limit: 10 };

      const first = store.explain(build, query);
      const next = store.explain(build, { ...query, after: { values: [40], key: 'k40' } });

      expect(first).toEqual([['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=?)']]);
      expect(next).toEqual([
        ['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr>=? AND key<?)'],
        ['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr><?)'],
        ['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr>=?)'],
      ]);
    });

    it('all documents in the order of an index', async () => {
      const build = await liveBuild(['status', 'region']);

      const plan = store.explain(build, { orderBy: [{ field: 'status' }, { field: 'region' }], limit: 10 });

      expect(plan).toEqual([['SCAN doc_1 USING INDEX doc_1_1']]);
    });
  });

  it('stand in no sparse index without a value of its first field, and are found by it with one', async () => {
    const build = await liveBuild();
    const documents = [{ key: 'k7', position: '101', document: { host: 'h1', since: 7 } }];
    await store.commit([{ build, documents, checkpoint: { ...checkpoint, position: '101' } }]);
    await store.declareIndexes(build, [{ fields: ['host', 'since'], sparse: true }]);
    const orderBy = [{ field: 'since', descending: true }];
    const planOf = (query: Omit<DocumentQuery, 'limit'>): readonly (readonly string[])[] =>
      store.explain(build, { ...query, limit: 10 });

    expect(planOf({ where: { host: 'h1' }, orderBy })).toEqual([['SEARCH doc_1 USING INDEX doc_1_1 (<expr>=?)']]);
    expect(planOf({ where: { host: 'h1' }, orderBy, after: { values: [9], key: 'k9' } }).flat()).toEqual([
      'SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr>=? AND key<?)',
      'SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr><?)',
      'SEARCH doc_1 USING INDEX doc_1_1 (<expr>=? AND <expr>=?)',
    ]);
    expect(planOf({ where: { host: { in: ['h1', 'h2'] } } })[0]!.join()).toContain('doc_1_1 (<expr>=?)');
    expect(planOf({ where: { host: { from: 'h' } } })[0]!.join()).toContain('doc_1_1 (<expr>>?)');
    const beside = new DatabaseSync(file);
    const cells = beside.prepare(`SELECT sum(ncell) AS cells FROM dbstat WHERE name = 'doc_1_1'`).get();
    beside.close();
    expect(cells).toEqual({ cells: 1 });
  });

  it('have the indexes that are declared anew in place of those declared before, and any made by hand', async () => {
    const build = await liveBuild(['region', 'since'], ['status']);
    const byHand = new DatabaseSync(file);
    byHand.exec('CREATE INDEX doc_1_mine ON doc_1 (position)');
    const indexes = (): unknown[] =>
      byHand.prepare(`SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE INDEX%' ORDER BY name`).all();

    await store.declareIndexes(build, [{ fields: ['status'] }, { fields: ['at.day'] }, { fields: ['since'] }]);

    const planOf = (where: Record<string, string | number>): string =>
      store.explain(build, { where, limit: 10 })[0]!.join();
    expect(planOf({ 'at.day': 3 })).toContain('doc_1_1 (<expr>=?)');
    expect(planOf({ status: 's1' })).toContain('doc_1_2 (<expr>=?)');
    expect(planOf({ since: 4 })).toContain('doc_1_3 (<expr>=?)');
    expect(planOf({ region: 'r1' })).not.toContain('INDEX doc_1');
    expect(indexes()).toEqual(['doc_1_1', 'doc_1_2', 'doc_1_3', 'doc_1_mine'].map((name) => ({ name })));
    byHand.close();
  });

  it('are indexed when they are made to answer, not while they are built', async () => {
    const definition = { projection: 'points', version: 1, indexes: [{ fields: ['region'] }] };
    const build = await store.createBuild(definition);
    const query: DocumentQuery = { where: { region: 'r1' }, limit: 10 };

    expect(store.explain(build, query)[0]!.join()).not.toContain('doc_1_1 (');
    await store.declareIndexes(build, definition.indexes);
    expect(store.explain(build, query)[0]!.join()).not.toContain('doc_1_1 (');
    await store.switchPointer('points', 1, build);
    expect(store.explain(build, query)[0]!.join()).toContain('doc_1_1 (');
  });

  it('are followed at the cost of one statement for all builds that come to the same place', async () => {
    const builds = [await liveBuild(), await liveBuild(), await liveBuild(), await liveBuild()];
    const [one, other, third, late] = builds as [BuildId, BuildId, BuildId, BuildId];
    const documents = [{ key: 'new', position: '200', document: {} }];
    const at = (build: BuildId, position: string) => ({ build, documents: [], checkpoint: { logId: 'log', position } });
    const incomplete = { logId: 'log', position: '200', incompleteSince: '150' };
    let statements = 0;
    const { prototype } = StatementSync;
    const run = prototype.run;
    prototype.run = new Proxy(run, {
      apply: (target, statement, values): unknown => {
        statements += 1;
        return Reflect.apply(target, statement, values);
      },
    });

    await store.commit([{ ...at(one, '200'), documents }, at(other, '200'), at(third, '200')]);
    prototype.run = run;

    // BEGIN, the document, the checkpoints, COMMIT.
    expect(statements).toBe(4);
    await store.commit([at(one, '201'), { ...at(other, '200'), checkpoint: incomplete }, at(late, '201')]);
    const standing = await Promise.all(builds.map((build) => store.checkpoint(build)));
    expect(standing.map((checkpoint) => checkpoint?.position)).toEqual(['201', '200', '200', '201']);
    expect(standing.map((checkpoint) => checkpoint?.incompleteSince)).toEqual([undefined, '150', undefined, undefined]);
  });

  it('change in all builds of a commit or in none', async () => {
    const [one, other] = [await liveBuild(['region']), await liveBuild(['region'])];
    const intruder = new DatabaseSync(file);
    intruder.exec(`CREATE TRIGGER full BEFORE INSERT ON doc_2 BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    const change = (build: BuildId, region: unknown) => ({
      build,
      documents: [{ key: 'new', position: '200', document: { region } }],
      checkpoint: { logId: 'log', position: '200' },
    });

    const refused = store.commit([change(one, ['r1']), change(other, 'r1')]);

    await expect(refused).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await store.get(one, 'new')).toBeUndefined();
    expect(await store.checkpoint(one)).toEqual(checkpoint);
    intruder.exec('DROP TRIGGER full');
    intruder.close();
    await store.commit([change(one, ['r1']), change(other, 'r1')]);
    const found = await store.find(one, { where: { region: 'r1' }, orderBy: [{ field: 'key' }], limit: 1000 });
    expect(found.map(({ key }) => key)).toContain('new');
  });

  it('are unavailable while another program holds the file, and there again after it', async () => {
    const build = await liveBuild();
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    const change = { build, documents: [], checkpoint: { logId: 'log', position: '200' } };

    await expect(store.commit([change])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await store.get(build, 'k1')).toMatchObject({ region: 'r1' });

    holder.exec('ROLLBACK');
    holder.close();
    await store.commit([change]);
    expect(await store.checkpoint(build)).toMatchObject({ position: '200' });
  });

  it('begin anew when their file was deleted', async () => {
    await liveBuild();
    await store.close();
    for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true });

    store = new EmbeddedReadModelStore(file);

    expect(await store.builds()).toEqual([]);
    expect(await store.pointer('points', 1)).toBeUndefined();
    await liveBuild(['region']);
  });

  it('tell another process of a field that became an array', async () => {
    const build = await liveBuild(['region']);
    const reader = new EmbeddedReadModelStore(file, { readOnly: true });
    const query: DocumentQuery = { where: { region: 'r9' }, limit: 10 };
    expect(await reader.find(build, query)).toEqual([]);

    const document = { region: ['r8', 'r9'] };
    await store.commit([{ build, documents: [{ key: 'new', position: '200', document }], checkpoint }]);

    expect(await reader.find(build, query)).toEqual([{ key: 'new', document }]);
    await reader.close();
  });
});
