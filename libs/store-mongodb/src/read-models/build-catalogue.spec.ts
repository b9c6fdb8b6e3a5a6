import type { Database } from '../connection/mongo-server.ts';
import { BuildCatalogue } from './build-catalogue.ts';

describe('the documents of a build', () => {
  const looks: unknown[] = [];
  let dropped: string[];
  /** Of a replica set; the row is what whoever surely leads has of the build. */
  const catalogueWith = (row: object | null): BuildCatalogue => {
    dropped = [];
    const collection = (name: string) => ({
      findOne: async (_filter: object, options: object) => {
        looks.push(options);
        return row;
      },
      drop: async () => void dropped.push(name),
    });
    const database = { isReplicated: true, collection } as unknown as Database;
    return new BuildCatalogue(database, { staleness: 0, indexBuilds: { timeoutMS: 1_000 } });
  };

  it('are removed when the build was dropped, or there is none', async () => {
    for (const row of [null, { _id: 'register@v1.1', dropped: true }]) {
      await catalogueWith(row).removeDocuments('register@v1.1');

      expect(dropped).toEqual(['register@v1.1']);
    }
  });

  it('are kept when the row says otherwise, read from whoever surely leads, just before', async () => {
    await catalogueWith({ _id: 'register@v1.1', dropped: false }).removeDocuments('register@v1.1');

    expect(dropped).toEqual([]);
    expect(looks.at(-1)).toMatchObject({ readConcern: { level: 'linearizable' }, maxTimeMS: expect.any(Number) });
  });
});
