import type { BuildId, IndexDefinition, ReadModelStore } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { at, freshBuild, write } from './read-model-writing.ts';

/** Rules of indexes that are declared anew: queries find the same, and nobody changes what another answers for. */
export function describeIndexes(makeHarness: MakeHarness<ReadModelStore>): void {
  describe('indexes that are declared anew', () => {
    let harness: StoreHarness<ReadModelStore>;
    let store: ReadModelStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const on = (...indexes: readonly (readonly string[])[]): IndexDefinition[] => indexes.map((fields) => ({ fields }));

    async function answering(...indexes: readonly (readonly string[])[]): Promise<BuildId> {
      const build = await freshBuild(store, ...indexes);
      await write(store, build, [
        at('1', 'a', { region: '07', services: ['pensions', 'work'] }),
        at('2', 'b', { region: '12', services: 'pensions' }),
        at('3', 'c', { region: '07', services: ['work'] }),
      ]);
      await store.switchPointer(build.slice(0, build.indexOf('@')), 1, build);
      return build;
    }

    const keysOf = async (build: BuildId, where: Record<string, string>): Promise<string[]> =>
      (await store.find(build, { where, limit: 10 })).map(({ key }) => key);

    it('find what those before have found, in documents from before too', async () => {
      const build = await answering(['region']);

      await store.declareIndexes(build, on(['services'], ['region', 'services']));

      expect(await keysOf(build, { services: 'pensions' })).toEqual(['a', 'b']);
      expect(await keysOf(build, { services: 'work', region: '07' })).toEqual(['a', 'c']);
      await write(store, build, [at('4', 'd', { region: '07', services: ['work', 'study'] }), at('5', 'a')]);
      expect(await keysOf(build, { services: 'work' })).toEqual(['c', 'd']);
    });

    it('find what was written while there was no index of it', async () => {
      const build = await answering(['region'], ['name']);
      await store.declareIndexes(build, on(['region']));
      await write(store, build, [at('4', 'd', { region: '07', name: ['Rossi'] })]);

      await store.declareIndexes(build, on(['name'], ['region']));

      expect(await keysOf(build, { name: 'Rossi' })).toEqual(['d']);
    });

    it('may be declared again, be none, and be those of a build that does not answer yet', async () => {
      const build = await answering(['region']);
      for (const indexes of [on(['region']), on(['region']), on()]) {
        await store.declareIndexes(build, indexes);
        expect(await keysOf(build, { region: '12' })).toEqual(['b']);
      }
      const next = await freshBuild(store, ['region']);
      await store.declareIndexes(next, on(['services']));
      await write(store, next, [at('1', 'a', { services: ['work'] })]);
      await store.switchPointer(next.slice(0, next.indexOf('@')), 1, next);
      expect(await keysOf(next, { services: 'work' })).toEqual(['a']);
    });

    it('may be sparse: who lacks a value, gets one or loses it is found as in any other', async () => {
      const build = await answering();
      const all = async (orderBy: string): Promise<string[]> =>
        (await store.find(build, { orderBy: [{ field: orderBy }], limit: 10 })).map(({ key }) => key);

      await store.declareIndexes(build, [{ fields: ['host', 'region'], sparse: true }]);
      await write(store, build, [
        at('4', 'd', { host: 'h1', region: '07' }),
        at('5', 'b', { host: 'h1', region: '12' }),
      ]);

      expect(await keysOf(build, { host: 'h1' })).toEqual(['b', 'd']);
      expect(await keysOf(build, { host: 'h1', region: '07' })).toEqual(['d']);
      expect(await all('host')).toEqual(['a', 'c', 'b', 'd']);
      await write(store, build, [at('6', 'd', { region: '07' }), at('7', 'a', { host: ['h1', 'h2'], region: '07' })]);
      expect(await keysOf(build, { host: 'h1' })).toEqual(['a', 'b']);
    });

    it('are refused to a writer that has lost its lease, and where there is no such build', async () => {
      const build = await answering(['region']);
      await store.takeOver([{ projection: build.slice(0, build.indexOf('@')), version: 1 }], 6);

      expect(await rejection(store.declareIndexes(build, on(), 5))).toMatchObject({ code: 'LEASE_LOST' });
      await store.declareIndexes(build, on(['services']), 6);
      await store.dropBuild(build, 6);
      expect(await rejection(store.declareIndexes(build, on(), 6))).toMatchObject({ code: 'PROJECTION_UNKNOWN' });
    });
  });
}
