import { MongoServerError, type Collection, type IndexDescriptionInfo } from 'mongodb';
import type { Row } from './guarded-writes.ts';
import { matchIndexes, type IndexBuilds, type WantedIndex } from './indexes.ts';

const builds: IndexBuilds = { timeoutMS: 60_000, commitQuorum: 'majority' };
const byName: WantedIndex = { key: { name: 1 } };
const byTime: WantedIndex = { key: { at: -1, _id: -1 } };
const onePseudonym: WantedIndex = { key: { pseudonym: 1 }, unique: true };

describe('the indexes of a collection', () => {
  let requests: unknown[];
  const collection = (present: readonly object[], fail: (names: string[]) => Error | undefined = () => undefined) => {
    requests = [];
    return {
      namespace: 'rete-punti-keys.subjects',
      indexes: async () => [{ v: 2, key: { _id: 1 }, name: '_id_' }, ...present] as IndexDescriptionInfo[],
      dropIndex: async (name: string) => void requests.push({ drop: name }),
      createIndexes: async (indexes: { name: string }[], options: object) => {
        requests.push({ create: indexes, options });
        const failure = fail(indexes.map(({ name }) => name));
        if (failure) throw failure;
      },
    } as unknown as Collection<Row>;
  };

  it('that are missing are asked for in one request, with a time limit and a quorum of their own', async () => {
    await matchIndexes(collection([]), [byName, byTime], builds);

    expect(requests).toEqual([
      {
        create: [
          { key: { name: 1 }, name: 'name_1' },
          { key: { at: -1, _id: -1 }, name: 'at_-1__id_-1' },
        ],
        options: { timeoutMS: 60_000, commitQuorum: 'majority' },
      },
    ]);
  });

  it('are asked for also where they are listed: the server lists what another process makes it build', async () => {
    await matchIndexes(collection([{ v: 2, key: { name: 1 }, name: 'by hand' }]), [byName], builds);

    expect(requests).toEqual([{ create: [{ key: { name: 1 }, name: 'by hand' }], options: builds }]);
  });

  it.each([
    ['sparse', true],
    ['partialFilterExpression', { name: { $exists: true } }],
    ['collation', { locale: 'it' }],
    ['expireAfterSeconds', 0],
    ['wildcardProjection', { name: 1 }],
    ['unique', true],
    ['hidden', true],
  ])('are made anew where an option changes what they hold or can be used for: %s', async (option, value) => {
    await matchIndexes(collection([{ v: 2, key: { name: 1 }, name: 'name_1', [option]: value }]), [byName], builds);

    expect(requests).toEqual([{ drop: 'name_1' }, { create: [{ key: { name: 1 }, name: 'name_1' }], options: builds }]);
  });

  it.each([
    ['background', true],
    ['sparse', false],
    ['collation', { locale: 'simple' }],
    ['storageEngine', { wiredTiger: {} }],
    ['ofALaterVersion', 2],
  ])('are left as they are where an option says only how they are kept: %s', async (option, value) => {
    await matchIndexes(collection([{ v: 2, key: { name: 1 }, name: 'name_1', [option]: value }]), [byName], builds);

    expect(requests).not.toContainEqual({ drop: 'name_1' });
  });

  it('are made beside one that serves and cannot be asked for, as it is kept in another way', async () => {
    const present = [{ v: 2, key: { name: 1 }, name: 'name_1', storageEngine: { wiredTiger: {} } }];
    const conflict = new MongoServerError({ message: 'other options', code: 85 });

    await matchIndexes(
      collection(present, (names) => (names.includes('name_1') ? conflict : undefined)),
      [byName, byTime],
      builds,
    );

    expect(requests).toMatchObject([{ create: [{ name: 'at_-1__id_-1' }] }, { create: [{ name: 'name_1' }] }]);
  });

  it('that must be unique are an error when they can remove or refuse something else', async () => {
    const expiring = [{ v: 2, key: { pseudonym: 1 }, name: 'pseudonym_1', unique: true, expireAfterSeconds: 60 }];

    await expect(matchIndexes(collection(expiring), [onePseudonym], builds)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('drop it'),
    });

    expect(requests).toEqual([]);
  });

  it('that must be unique are an error over duplicates, which tells where and what to do, and no value', async () => {
    const duplicate = new MongoServerError({ message: 'E11000 dup key: { pseudonym: "a1b2" }', code: 11_000 });

    const refused = matchIndexes(
      collection([], () => duplicate),
      [onePseudonym],
      builds,
    );

    await expect(refused).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/^the unique index pseudonym_1 of rete-punti-keys\.subjects .*start again$/),
    });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('a1b2') });
  });
});
