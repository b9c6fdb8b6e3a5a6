import { contexts } from '#composition';
import type { IndexDefinition } from '#kernel/ports';
import { collectListQueries, shapeOf, type ListQueries } from './support/list-queries.ts';
import { servingIndex, type QueryShape } from './support/serving-index.ts';

describe('an index serves a query', () => {
  const index = (...fields: string[]): IndexDefinition => ({ fields });
  const byDate = [{ field: 'date' }];

  it.each<[string, string[], QueryShape]>([
    ['with its value first and then its order', ['region', 'date'], { where: { region: '12' }, orderBy: byDate }],
    ['from its end', ['region', 'date'], { where: { region: '12' }, orderBy: [{ field: 'date', descending: true }] }],
    ['with one of its values', ['region', 'date'], { where: { region: '12', kind: 'A' }, orderBy: byDate }],
    [
      'with a value in the order',
      ['level', 'code'],
      { where: { level: 1 }, orderBy: [{ field: 'level' }, { field: 'code' }] },
    ],
    ['of everything', ['date'], { orderBy: byDate }],
    ['of a range in another order', ['date'], { where: { since: { from: '2026' } }, orderBy: byDate }],
    ['by key', ['region'], {}],
  ])('%s', (_name, fields, query) => {
    expect(servingIndex([index(...fields)], query)).toBeDefined();
  });

  it.each<[string, string[], QueryShape]>([
    ['without its value', ['date'], { where: { region: '12' }, orderBy: byDate }],
    ['without its order', ['region'], { where: { region: '12' }, orderBy: byDate }],
    ['with a field in between', ['region', 'kind', 'date'], { where: { region: '12' }, orderBy: byDate }],
    ['with a field between order and key', ['date', 'kind'], { orderBy: byDate }],
    ['with its order first', ['date', 'region'], { where: { region: '12' }, orderBy: byDate }],
    ['in two directions', ['a', 'b'], { orderBy: [{ field: 'a', descending: true }, { field: 'b' }] }],
  ])('not %s', (_name, fields, query) => {
    expect(servingIndex([index(...fields)], query)).toBeUndefined();
  });
});

describe('the lists of the product', () => {
  const projections = contexts.flatMap((context) => context.projections);
  const indexesOf = (name: string): readonly IndexDefinition[] =>
    projections.find((projection) => projection.name === name)?.indexes ?? [];
  let asked: ListQueries;

  beforeAll(async () => {
    asked = await collectListQueries();
  }, 120_000);

  it('are all asked for', () => {
    expect(asked.refused).toEqual([]);
    expect(new Set(asked.queries.map(({ projection }) => projection))).toEqual(
      new Set(projections.filter(({ indexes }) => indexes.length > 0).map(({ name }) => name)),
    );
  });

  it('are each served by an index of the projection', () => {
    const unserved = asked.queries.filter((query) => !servingIndex(indexesOf(query.projection), query));

    expect(unserved.map(shapeOf)).toEqual([]);
  });

  it('leave no index without a use', () => {
    const idle = projections.flatMap(({ name, indexes }) =>
      indexes
        .filter(
          (index) =>
            !asked.queries.some((query) => query.projection === name && servingIndex([index], query) === index),
        )
        .map(({ fields }) => `${name} (${fields.join(', ')})`),
    );

    expect(idle).toEqual([]);
  });
});
