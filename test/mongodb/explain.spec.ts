import { contexts } from '#composition';
import type { DocumentQuery } from '#kernel/ports';
import { at, freshBuild, write } from '../conformance/read-model-writing.ts';
import { collectListQueries, shapeOf } from '../http/support/list-queries.ts';
import { installationOn } from './installation.ts';
import { serverUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();
const explains = server !== undefined && server.kind !== 'ferretdb';
if (!explains) {
  await server?.close();
  console.warn('SKIPPED: only a real mongod explains its plans: set MONGODB_URL, or put mongod on the PATH');
}

const INDEXES = [['region', 'status', 'since'], ['services'], ['since']];

/** The shapes of queries that the read side asks for. */
const QUERIES: [string, Omit<DocumentQuery, 'limit'>][] = [
  ['a value', { where: { region: 'r1' } }],
  ['values in an order', { where: { region: 'r1', status: 'ACTIVE' }, orderBy: [{ field: 'since' }] }],
  ['values in descending order', { where: { region: 'r1' }, orderBy: [{ field: 'since', descending: true }] }],
  ['a range', { where: { region: 'r1', status: 'ACTIVE', since: { from: '2026-01-01', before: '2026-02-01' } } }],
  ['an element of an array', { where: { services: 'pensions' } }],
  ['one of several', { where: { services: { in: ['pensions', 'work'] } } }],
  ['all, by key', {}],
  ['all, in an order', { orderBy: [{ field: 'since' }] }],
  ['all, after a cursor', { after: { values: [], key: 'k050' } }],
  [
    'a page after a cursor',
    {
      where: { region: 'r1', status: 'ACTIVE' },
      orderBy: [{ field: 'since' }],
      after: { values: ['2026-01-15'], key: 'k050' },
    },
  ],
];

(explains ? describe : describe.skip)('MongoDB answers from an index, not by reading everything, a query for', () => {
  const installation = installationOn(server?.url ?? '');
  afterAll(async () => {
    if (server) await installation.close();
  });

  it.each(QUERIES)('%s', async (_name, query) => {
    const { readModels } = await installation.open();
    const build = await freshBuild(readModels, ...INDEXES);
    const documents = Array.from({ length: 1000 }, (_, index) =>
      at('1', `k${String(index).padStart(4, '0')}`, {
        region: `r${index % 20}`,
        status: index % 3 === 0 ? 'ACTIVE' : 'ENDED',
        since: `2026-01-${String((index % 28) + 1).padStart(2, '0')}`,
        services: [['pensions', 'work', 'study'][index % 3]],
      }),
    );
    await write(readModels, build, documents);

    const plans = await readModels.explain(build, { ...query, limit: 10 });

    for (const plan of plans) {
      const text = JSON.stringify(plan);
      expect(text).toContain('"IXSCAN"');
      expect(text).not.toContain('"COLLSCAN"');
    }
  });

  it('every list of the product, and neither sorts it', async () => {
    const { readModels } = await installation.open();
    const { queries } = await collectListQueries();
    const stages: [string, string[]][] = [];
    for (const { name, version, indexes } of contexts.flatMap(({ projections = [] }) => projections)) {
      const build = await readModels.createBuild({ projection: name, version, indexes });
      for (const { projection, where = {}, orderBy = [] } of queries) {
        if (projection !== name) continue;
        const page = { where, orderBy, limit: 10 };
        const after = { values: orderBy.map(() => '2026-01-15'), key: 'k050' };
        const plans = await Promise.all([
          readModels.explain(build, page),
          readModels.explain(build, { ...page, after }),
        ]);
        stages.push([shapeOf({ projection, where, orderBy }), plans.flat().flatMap(slowStages)]);
      }
    }

    expect(stages.length).toBeGreaterThan(0);
    expect(stages.filter(([, slow]) => slow.length > 0)).toEqual([]);
  }, 180_000);
});

(explains ? describe : describe.skip)('MongoDB answers the access log from an index, and sorts nothing, by', () => {
  const installation = installationOn(server?.url ?? '');
  afterAll(async () => {
    if (server) await installation.close();
    await server?.close();
  });

  it.each(['nothing', 'subject', 'actorId', 'resource', 'subject actorId', 'actorId resource'])('%s', async (names) => {
    const { accessLog } = await installation.open();
    const filter = Object.fromEntries(names.split(' ').map((name) => [name, 'x']));
    const at = '2026-03-01T09:00:00.000Z';

    for (const part of [{}, { from: at, before: at }, { after: { at, id: 'f' } }]) {
      expect(
        slowStages(await accessLog.explain({ ...(names === 'nothing' ? {} : filter), ...part, limit: 10 })),
      ).toEqual([]);
    }
  });
});

/** Stages of the plan that the server chose which read everything or sort; those it rejected may. */
function slowStages(plan: unknown): string[] {
  const { winningPlan } = (plan as { queryPlanner: { winningPlan: object } }).queryPlanner;
  return JSON.stringify(winningPlan).match(/"(COLLSCAN|SORT|SORT_KEY_GENERATOR)"/g) ?? [];
}
