import type { BuildId, Condition, DocumentQuery, ReadModelStore, Scalar } from '#kernel/ports';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { at, freshBuild, write } from './read-model-writing.ts';

const INDEXES = [['region', 'status', 'since'], ['status'], ['services'], ['at.day'], ['n'], ['flag']] as const;

/** Rules of queries. Every rule is tried on a build with indexes and on one without: they only make it faster. */
export function describeFinding(makeHarness: MakeHarness<ReadModelStore>): void {
  describe.each([
    ['with indexes', INDEXES],
    ['without indexes', []],
  ] as const)('finding, %s', (_case, indexes) => {
    let harness: StoreHarness<ReadModelStore>;
    let store: ReadModelStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    /** A build that answers, with these documents. */
    async function buildOf(documents: Readonly<Record<string, unknown>>): Promise<BuildId> {
      const build = await freshBuild(store, ...indexes);
      const [info] = await store.builds(build.slice(0, build.indexOf('@')));
      await write(
        store,
        build,
        Object.entries(documents).map(([key, document], index) => at(String(index + 1), key, document)),
      );
      await store.switchPointer(info!.projection, info!.version, build);
      return build;
    }

    async function keysOf(build: BuildId, query: Partial<DocumentQuery>): Promise<string[]> {
      return (await store.find(build, { limit: 100, ...query })).map(({ key }) => key);
    }

    const points = {
      p1: { region: '07', status: 'ACTIVE', since: '2026-01-10', n: 1, flag: true, services: ['pensions', 'work'] },
      p2: { region: '07', status: 'ACTIVE', since: '2026-02-10', n: 2, flag: false, services: ['work'] },
      p3: { region: '07', status: 'ENDED', since: '2026-01-05', n: 10, flag: true, services: [] },
      p4: { region: '12', status: 'ACTIVE', since: '2026-01-01', n: -1.5, services: 'pensions', at: { day: 'MON' } },
      p5: { region: '12', status: 'DRAFT', n: null, at: { day: ['MON', 'TUE'] } },
      p6: { status: 'DRAFT', services: [1, true, null, ['pensions'], { pensions: 'pensions' }] },
    };

    const cases: [string, Record<string, Condition>, string[]][] = [
      ['a value', { status: 'ACTIVE' }, ['p1', 'p2', 'p4']],
      ['several conditions', { region: '07', status: 'ACTIVE' }, ['p1', 'p2']],
      ['a number', { n: 10 }, ['p3']],
      ['a boolean', { flag: false }, ['p2']],
      ['one of several values', { status: { in: ['ENDED', 'DRAFT'] } }, ['p3', 'p5', 'p6']],
      ['one of several numbers', { n: { in: [1, 2, 99] } }, ['p1', 'p2']],
      ['one of no values', { status: { in: [] } }, []],
      ['a range with both ends', { since: { from: '2026-01-05', to: '2026-01-10' } }, ['p1', 'p3']],
      ['a range without its end', { since: { from: '2026-01-05', before: '2026-01-10' } }, ['p3']],
      ['a range open above', { since: { from: '2026-01-10' } }, ['p1', 'p2']],
      ['a range open below', { since: { before: '2026-01-10' } }, ['p3', 'p4']],
      ['a range of numbers, by size and not by digits', { n: { from: 2, to: 10 } }, ['p2', 'p3']],
      ['a range of numbers below', { n: { before: 1 } }, ['p4']],
      ['values before a range', { region: '07', status: 'ACTIVE', since: { to: '2026-01-31' } }, ['p1']],
      ['an element of an array, or the value itself', { services: 'pensions' }, ['p1', 'p4']],
      ['an element among several', { services: { in: ['work', 'study'] } }, ['p1', 'p2']],
      ['an element in a range', { services: { from: 'q' } }, ['p1', 'p2']],
      ['a path', { 'at.day': 'MON' }, ['p4', 'p5']],
      ['a field that no document has', { nothing: 'x' }, []],
      ['a text that looks like a number', { n: '1' }, []],
      ['a number that looks like a boolean', { flag: 1 }, []],
      ['a boolean that looks like a number', { n: true }, []],
      ['one of several that look like others', { n: { in: ['1', true, 2] } }, ['p2']],
      ['an element that looks like another', { services: { in: ['1', 'true'] } }, []],
      ['the text of an array', { services: '["work"]' }, []],
      ['numbers above, where there are only texts', { since: { from: 0 } }, []],
      ['texts below, where there are only numbers', { n: { to: 'z' } }, []],
      ['a text that means something to a database', { region: "07' OR '1'='1" }, []],
    ];
    it.each(cases)('finds by %s', async (_name, where, expected) => {
      const build = await buildOf(points);

      expect(await keysOf(build, { where })).toEqual(expected);
    });

    it('gives the documents with their keys, by key when no order is asked for', async () => {
      const build = await buildOf({ b: { n: 1 }, é: { n: 2 }, a: { n: 3 } });

      expect(await store.find(build, { limit: 2 })).toEqual([
        { key: 'a', document: { n: 3 } },
        { key: 'b', document: { n: 1 } },
      ]);
      expect(await store.find(build, { limit: 0 })).toEqual([]);
    });

    it.each<[string, NonNullable<DocumentQuery['orderBy']>, string[]]>([
      ['ascending, missing values first', [{ field: 'since' }], ['p5', 'p6', 'p4', 'p3', 'p1', 'p2']],
      ['descending, missing values last', [{ field: 'since', descending: true }], ['p2', 'p1', 'p3', 'p4', 'p6', 'p5']],
      ['ascending, ties by key', [{ field: 'status' }], ['p1', 'p2', 'p4', 'p5', 'p6', 'p3']],
      [
        'descending, ties by key from the end',
        [{ field: 'status', descending: true }],
        ['p3', 'p6', 'p5', 'p4', 'p2', 'p1'],
      ],
      [
        'by several fields, ties as the last of them',
        [{ field: 'status', descending: true }, { field: 'region' }],
        ['p3', 'p6', 'p5', 'p1', 'p2', 'p4'],
      ],
      ['by number', [{ field: 'n' }], ['p5', 'p6', 'p4', 'p1', 'p2', 'p3']],
      ['by boolean', [{ field: 'flag' }], ['p4', 'p5', 'p6', 'p2', 'p1', 'p3']],
      [
        'by several fields in different directions',
        [{ field: 'region', descending: true }, { field: 'status' }, { field: 'since', descending: true }],
        ['p4', 'p5', 'p2', 'p1', 'p3', 'p6'],
      ],
    ])(
      'sorts %s, and by key in the direction of the last field where all else is equal',
      async (_name, orderBy, expected) => {
        const build = await buildOf(points);

        expect(await keysOf(build, { orderBy })).toEqual(expected);
      },
    );

    it('sorts texts by their bytes', async () => {
      const build = await buildOf({ a: { since: '🏛' }, b: { since: '～' }, c: { since: 'a' }, d: { since: 'Z' } });

      expect(await keysOf(build, { orderBy: [{ field: 'since' }] })).toEqual(['d', 'c', 'b', 'a']);
    });

    it('finds texts by how they begin: from there to before the last of all characters after it', async () => {
      const build = await buildOf({
        a: { status: 'roma 🏛' },
        b: { status: 'roma' },
        c: { status: 'roma～' },
        d: { status: 'rom' },
        e: { status: 'romb' },
        f: { status: 'ROMA' },
        g: { status: 1 },
      });
      const where = { status: { from: 'roma', before: 'roma\u{10FFFF}' } };

      expect(await keysOf(build, { where })).toEqual(['a', 'b', 'c']);
      expect(await keysOf(build, { where, orderBy: [{ field: 'status' }] })).toEqual(['b', 'a', 'c']);
    });

    it('gives documents as text, too, with their fields in the order in which they were written', async () => {
      const written = {
        b: { status: 'ACTIVE', at: { day: 'MON' }, a: 'è "x" \\ 🪁', n: 1.5, services: [['work']], 'x.y': null },
        a: { zone: 'z', status: 'ACTIVE', data: {} },
        c: { status: 'ENDED' },
      };
      const build = await buildOf(written);

      const texts = await store.findTexts(build, { where: { status: 'ACTIVE' }, limit: 10 });

      expect(texts).toEqual([
        { key: 'a', text: JSON.stringify(written.a) },
        { key: 'b', text: JSON.stringify(written.b) },
      ]);
    });

    it('sees what was written last', async () => {
      const build = await buildOf(points);

      await write(store, build, [at('100', 'p1', { status: 'ENDED' }), at('101', 'p2'), at('102', 'p7', points.p1)]);

      expect(await keysOf(build, { where: { status: 'ACTIVE' } })).toEqual(['p4', 'p7']);
    });

    it('sees a field that becomes an array in a later document', async () => {
      const build = await buildOf({ a: { status: 'ACTIVE' } });
      expect(await keysOf(build, { where: { status: 'ACTIVE' } })).toEqual(['a']);

      await write(store, build, [at('9', 'b', { status: ['DRAFT', 'ACTIVE'] })]);

      expect(await keysOf(build, { where: { status: 'ACTIVE' } })).toEqual(['a', 'b']);
    });

    const orders: [string, NonNullable<DocumentQuery['orderBy']>][] = [
      ['by key', []],
      ['ascending', [{ field: 'status' }]],
      ['descending', [{ field: 'status', descending: true }]],
      ['mixed', [{ field: 'region', descending: true }, { field: 'status' }, { field: 'n', descending: true }]],
      ['mixed the other way', [{ field: 'region' }, { field: 'status', descending: true }, { field: 'flag' }]],
    ];
    it.each(orders)('pages through everything exactly once, sorted %s', async (_name, orderBy) => {
      const build = await buildOf(manyDocuments());
      const where = { kind: 'point' };
      const all = await keysOf(build, { where, orderBy, limit: 1000 });
      expect(all).toHaveLength(90);

      const visited: string[] = [];
      let after: DocumentQuery['after'];
      do {
        const page = await store.find<Record<string, Scalar | undefined>>(build, {
          where,
          orderBy,
          limit: 7,
          ...(after ? { after } : {}),
        });
        visited.push(...page.map(({ key }) => key));
        const last = page.at(-1);
        after = last && { key: last.key, values: orderBy.map(({ field }) => last.document[field] ?? null) };
      } while (after);

      expect(visited).toEqual(all);
    });

    it('goes on after a document that is gone', async () => {
      const build = await buildOf(points);
      const orderBy = [{ field: 'region' }];
      await write(store, build, [at('100', 'p2')]);

      expect(await keysOf(build, { orderBy, after: { values: ['07'], key: 'p2' } })).toEqual(['p3', 'p4', 'p5']);
    });

    it.each<[string, boolean, string, string[]]>([
      ['ascending', false, 'p2', ['p4', 'p5', 'p6', 'p3']],
      ['descending', true, 'p4', ['p2', 'p1']],
    ])('goes on within what is equal, %s', async (_name, descending, key, expected) => {
      const build = await buildOf(points);
      const orderBy = [{ field: 'status', descending }];

      expect(await keysOf(build, { orderBy, after: { values: ['ACTIVE'], key } })).toEqual(expected);
    });

    it.each<[string, boolean, string, string[]]>([
      ['ascending', false, 'p5', ['p6', 'p4', 'p3', 'p1', 'p2']],
      ['descending', true, 'p6', ['p5']],
    ])('goes on within what has no value, %s', async (_name, descending, key, expected) => {
      const build = await buildOf(points);
      const orderBy = [{ field: 'since', descending }];

      expect(await keysOf(build, { orderBy, after: { values: [null], key } })).toEqual(expected);
    });

    it('refuses a cursor that does not fit the order, and paths that are none', async () => {
      const build = await buildOf(points);

      await expect(keysOf(build, { orderBy: [{ field: 'n' }], after: { values: [], key: 'a' } })).rejects.toThrow(
        TypeError,
      );
      await expect(keysOf(build, { where: { "n') OR 1=1 --": 1 } })).rejects.toThrow(TypeError);
      await expect(keysOf(build, { orderBy: [{ field: 'n"' }] })).rejects.toThrow(TypeError);
      await expect(freshBuild(store, ["n') --"])).rejects.toThrow(TypeError);
    });
  });
}

/** Ninety points and ten others, with values that repeat, some missing, in no order. */
function manyDocuments(): Record<string, unknown> {
  const documents: Record<string, unknown> = {};
  for (let index = 0; index < 100; index += 1) {
    const place = (index * 37) % 100;
    documents[`k${String(place).padStart(3, '0')}`] = {
      kind: place % 10 === 9 ? 'other' : 'point',
      ...(place % 7 === 0 ? {} : { region: `r${place % 3}` }),
      ...(place % 5 === 0 ? {} : { status: ['ACTIVE', 'DRAFT', 'ENDED'][place % 3] }),
      ...(place % 4 === 0 ? {} : { n: place % 6 }),
      ...(place % 2 === 0 ? {} : { flag: place % 3 === 0 }),
    };
  }
  return documents;
}
