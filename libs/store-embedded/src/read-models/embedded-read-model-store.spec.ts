import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BuildId, DocumentQuery, StoredDocument } from '#kernel/ports';
import { Database } from '../database.ts';
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
      ['a condition', { where: { region: 'r1' }, limit: 10 }, 'doc_1_1 ($.region=?)'],
      [
        'several conditions',
        { where: { status: 's1', region: 'r1' }, limit: 10 },
        'doc_1_2 ($.status=? AND $.region=?)',
      ],
      ['a condition and a range', { ...since, limit: 10 }, 'doc_1_1 ($.region=? AND $.since>? AND $.since<?)'],
      ['one of several', { where: { region: { in: ['r1', 'r2'] } }, limit: 10 }, 'doc_1_1 ($.region=?)'],
      ['a path', { where: { 'at.day': 3 }, limit: 10 }, 'doc_1_3 ($.at.day=?)'],
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

      expect(first).toEqual([['SEARCH doc_1 USING INDEX doc_1_1 ($.region=?)']]);
      expect(next).toEqual([
        ['SEARCH doc_1 USING INDEX doc_1_1 ($.region=? AND $.since=? AND key>?)'],
        ['SEARCH doc_1 USING INDEX doc_1_1 ($.region=? AND $.since>?)'],
      ]);
    });

    it('a range with its order, without sorting', async () => {
      const build = await liveBuild(['region', 'since']);
      const query: DocumentQuery = { ...since, orderBy: [{ field: 'since' }], limit: 10 };

      expect(store.explain(build, query)).toEqual([
        ['SEARCH doc_1 USING INDEX doc_1_1 ($.region=? AND $.since>? AND $.since<?)'],
      ]);
    });

    it('a condition with a descending order, without sorting, on every page', async () => {
      const build = await liveBuild(['region', 'since']);
      const orderBy = [{ field: 'since', descending: true }];
      const query: DocumentQuery = { where: { region: 'r1' }, orderBy, limit: 10 };

      const first = store.explain(build, query);
      const next = store.explain(build, { ...query, after: { values: [40], key: 'k40' } });

      expect(first).toEqual([['SEARCH doc_1 USING INDEX doc_1_1 ($.region=?)']]);
      expect(next).toEqual([
        ['SEARCH doc_1 USING INDEX doc_1_1 ($.region=? AND $.since=? AND key<?)'],
        ['SEARCH doc_1 USING INDEX doc_1_1 ($.region=? AND $.since<?)'],
        ['SEARCH doc_1 USING INDEX doc_1_1 ($.region=? AND $.since=?)'],
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

    expect(planOf({ where: { host: 'h1' }, orderBy })).toEqual([['SEARCH doc_1 USING INDEX doc_1_1 ($.host=?)']]);
    expect(planOf({ where: { host: 'h1' }, orderBy, after: { values: [9], key: 'k9' } }).flat()).toEqual([
      'SEARCH doc_1 USING INDEX doc_1_1 ($.host=? AND $.since=? AND key<?)',
      'SEARCH doc_1 USING INDEX doc_1_1 ($.host=? AND $.since<?)',
      'SEARCH doc_1 USING INDEX doc_1_1 ($.host=? AND $.since=?)',
    ]);
    expect(planOf({ where: { host: { in: ['h1', 'h2'] } } })[0]!.join()).toContain('doc_1_1 ($.host=?)');
    expect(planOf({ where: { host: { from: 'h' } } })[0]!.join()).toContain('doc_1_1 ($.host>?)');
    const beside = new DatabaseSync(file);
    const cells = beside.prepare(`SELECT sum(ncell) AS cells FROM dbstat WHERE name = 'doc_1_1'`).get();
    beside.close();
    expect(cells).toEqual({ cells: 1 });
  });

  it('change in the columns alone, and so in the indexes, whose values have changed', async () => {
    const build = await liveBuild(['region'], ['since']);
    const beside = new DatabaseSync(file);
    beside.exec(
      `CREATE TRIGGER touched BEFORE UPDATE OF "$.region", present ON doc_1 BEGIN SELECT RAISE(ABORT, 'touched'); END`,
    );
    const change = (position: string, document: unknown) => ({
      build,
      documents: [{ key: 'k1', position, document }],
      checkpoint: { logId: 'log', position },
    });

    await store.commit([change('201', { region: 'r1', since: 1000 })]);
    await expect(store.commit([change('202', { region: 'r2', since: 1000 })])).rejects.toThrow('touched');
    await expect(store.commit([change('203', undefined)])).rejects.toThrow('touched');
    beside.close();

    expect(await store.find(build, { where: { since: 1000 }, limit: 10 })).toEqual([
      { key: 'k1', document: { region: 'r1', since: 1000 } },
    ]);
  });

  it('have in columns what SQLite finds in their text', async () => {
    const build = await store.createBuild({ projection: 'points', version: 1, indexes: [{ fields: ['a', 'b.c'] }] });
    const values = [
      ...['', 'x', 'è \u{1F600} \u0000 "', 0, -0, 1, 1.5, -1e300, Number.MAX_SAFE_INTEGER, NaN, true, false, null],
      ...[undefined, [], ['x', 1], {}, { c: 'x' }, [{ c: 1 }]],
    ];
    const documents = values.flatMap((value, index) => [
      { key: `a${index}`, position: '1', document: { a: value } },
      { key: `b${index}`, position: '1', document: { b: { c: value } } },
      { key: `c${index}`, position: '1', document: { b: value } },
    ]);
    documents.push({ key: 'gone', position: '1', document: undefined as never });
    await store.commit([{ build, documents, checkpoint }]);

    await store.makeReady(build);
    const beside = new DatabaseSync(file);
    const others = beside.prepare(
      `SELECT key FROM doc_1 WHERE "$.a" IS NOT json_extract(body, '$.a')
         OR "$.b.c" IS NOT json_extract(body, '$.b.c') OR present IS NOT iif(body IS NULL, NULL, 1)`,
    );
    expect(others.all()).toEqual([]);
    expect(beside.prepare('SELECT count(*) AS count FROM doc_1').get()).toEqual({ count: documents.length });
    beside.close();
  });

  it('of an earlier version, without columns, are found, and have columns once their indexes are declared', async () => {
    const build = await liveBuild(['region', 'since']);
    await store.commit([{ build, documents: [{ key: 'k4', position: '101', document: undefined }], checkpoint }]);
    await store.close();
    const before = new DatabaseSync(file);
    before.exec(`
      ALTER TABLE doc_1 RENAME TO other;
      CREATE TABLE doc_1 (key TEXT PRIMARY KEY, position INTEGER NOT NULL, body TEXT) STRICT;
      INSERT INTO doc_1 SELECT key, position, body FROM other;
      DROP TABLE other;
      CREATE INDEX doc_1_1 ON doc_1 (json_extract(body, '$."region"'), json_extract(body, '$."since"'), key)
        WHERE body IS NOT NULL;
    `);
    before.close();
    const query: DocumentQuery = { where: { region: 'r1', since: { before: 8 } }, limit: 10 };
    const found = [1, 7].map((since) => ({ key: `k${since}`, document: expect.objectContaining({ since }) }));
    const reader = new EmbeddedReadModelStore(file, { readOnly: true });
    expect(await reader.find(build, query)).toEqual(found);

    store = new EmbeddedReadModelStore(file);
    expect(await store.find(build, query)).toEqual(found);
    await store.commit([{ build, documents: [{ key: 'k1', position: '102', document: undefined }], checkpoint }]);
    await store.declareIndexes(build, [{ fields: ['region', 'since'] }]);

    expect(await store.find(build, query)).toEqual(found.slice(1));
    expect(store.explain(build, query)[0]!.join()).toContain('doc_1_1 ($.region=? AND $.since>? AND $.since<?)');
    expect(await reader.find(build, query)).toEqual(found.slice(1));
    await reader.close();
  });

  it('are refused to an earlier version, which would write no columns, once this one has had them', async () => {
    await store.close();
    const before = new DatabaseSync(file);
    before.exec('DROP TABLE checkpoints; ALTER TABLE builds DROP COLUMN checkpoint');
    for (const column of ['log_id TEXT', 'position INTEGER', 'incomplete_since INTEGER'])
      before.exec(`ALTER TABLE builds ADD COLUMN ${column}`);
    before.exec('PRAGMA user_version = 1');
    before.close();
    const ofBefore = (): Database => new Database({ file, synchronous: 'NORMAL', version: 1, schema: '' });
    ofBefore().close();

    store = new EmbeddedReadModelStore(file);

    expect(ofBefore).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', facts: { file, found: 3, known: 1 } }),
    );
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
    expect(planOf({ 'at.day': 3 })).toContain('doc_1_1 ($.at.day=?)');
    expect(planOf({ status: 's1' })).toContain('doc_1_2 ($.status=?)');
    expect(planOf({ since: 4 })).toContain('doc_1_3 ($.since=?)');
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
    await store.commit([one, other, third].map((build) => at(build, '199')));
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

  describe('once they were read', () => {
    let build: BuildId;
    const put = (key: string, position: string, document: unknown) =>
      store.commit([{ build, documents: [{ key, position, document }], checkpoint }]);
    const entry = { key: 'k1', position: '203', after: '202', eventId: 'e', error: 'odd', parkedAt: 'now' };
    /** How often the file is asked. */
    async function asked(read: () => Promise<unknown>): Promise<number> {
      const { prototype } = StatementSync;
      const { get, all } = prototype;
      let count = 0;
      const counted = <Call extends (...values: never[]) => unknown>(target: Call): Call =>
        new Proxy(target, {
          apply: (called, statement, values: never[]): unknown => {
            count += 1;
            return Reflect.apply(called, statement, values);
          },
        });
      Object.assign(prototype, { get: counted(get), all: counted(all) });
      try {
        await read();
      } finally {
        Object.assign(prototype, { get, all });
      }
      return count;
    }

    beforeEach(async () => {
      build = await liveBuild();
    });

    it('are known as they are written, without another look at the file', async () => {
      const seen = async () => [await store.get(build, 'k7'), await store.parked(build)];
      await seen();
      await put('k7', '200', { now: [1, undefined] });
      expect(await asked(seen)).toBe(0);
      expect(await seen()).toEqual([{ now: [1, null] }, []]);
      await put('k7', '150', { now: 0 });
      expect(await seen()).toEqual([{ now: [1, null] }, []]);
      await put('k7', '202', undefined);
      await store.commit([{ build, documents: [], checkpoint, park: [entry] }]);
      expect(await seen()).toEqual([undefined, [entry]]);
      await store.commit([{ build, documents: [], checkpoint, unpark: ['k1'] }]);
      expect(await store.parked(build)).toEqual([]);
    });

    it('stay known while thousands are made anew, which a fold looks for in vain', async () => {
      const hot = async () => {
        for (let index = 0; index < 100; index += 1) await store.get(build, `k${index}`);
      };
      await hot();
      const made = Array.from({ length: 3000 }, (_, index) => ({ key: `n${index}`, position: '300', document: {} }));
      const keys = made.map(({ key }) => key);
      await store.load(build, keys);
      await store.commit([{ build, documents: made, checkpoint }]);
      expect(await asked(hot)).toBe(0);
      expect(await store.get(build, 'n7')).toEqual({});
    });

    it('are read all at once where many are asked for, and stay known as long as their texts fit, thousands of small ones', async () => {
      const made = Array.from({ length: 5000 }, (_, index) => ({
        key: `n${index}`,
        position: '300',
        document: { index },
      }));
      await store.commit([
        { build, documents: [...made, { key: 'gone', position: '300', document: undefined }], checkpoint },
      ]);
      const keys = ['none', ...made.map(({ key }) => key), 'gone'];
      const seen = async () => store.load(build, keys);
      expect(await asked(seen)).toBe(1);
      expect(await asked(seen)).toBe(0);
      const found = await seen();
      expect(found.size).toBe(5001);
      expect(found.get('n4711')).toEqual({ key: 'n4711', position: '300', document: { index: 4711 } });
      expect(found.get('gone')).toEqual({ key: 'gone', position: '300', document: undefined });
    });

    it('are read again by a program beside the one that writes', async () => {
      const reader = new EmbeddedReadModelStore(file, { readOnly: true });
      const seen = async () => [
        await reader.get(build, 'k7'),
        await reader.get(build, 'new'),
        await reader.parked(build),
      ];
      await seen();
      await put('k7', '200', { now: 1 });
      await put('new', '201', {});
      await store.commit([{ build, documents: [], checkpoint, park: [entry] }]);
      expect(await seen()).toEqual([{ now: 1 }, {}, [entry]]);
      await reader.close();
    });

    it('are unknown with their build when that is dropped', async () => {
      await store.parked(build);
      await store.dropBuild(build);
      await expect(store.parked(build)).rejects.toMatchObject({ code: 'PROJECTION_UNKNOWN' });
    });
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
