import 'reflect-metadata';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createApplication, openStores, type Stores } from '#composition';
import type { BuildId } from '#kernel/ports';
import { readConfiguration } from '#platform';
import { failPoints, intercepted, type FailPoint } from '../support/fail-points.ts';

/*
 * Builds a read model of a directory anew, and dies by SIGKILL at a numbered point of that: before and after whatever it writes for the new
 * build, and after each step in which that is made ready.
 */

const [, , directory = '', projection = '', diesAt = '0'] = process.argv;

/** Stores that come by fail points wherever something is written for a build that is made from now on. */
function dying(stores: Stores, point: FailPoint): Stores {
  const { readModels } = stores;
  const made = new Set<BuildId>();
  const around = async <T>(what: string, write: () => Promise<T>): Promise<T> => {
    await point(what);
    const written = await write();
    await point(`what follows on ${what}`);
    return written;
  };
  return {
    ...stores,
    readModels: intercepted(readModels, {
      createBuild: (definition, epoch) =>
        around('the row of the build', async () => {
          const build = await readModels.createBuild(definition, epoch);
          made.add(build);
          return build;
        }),
      commit: (commits) => {
        const commit = (): Promise<void> => readModels.commit(commits);
        return commits.some(({ build }) => made.has(build)) ? around('documents', commit) : commit();
      },
      makeReady: async (build) => {
        const progress = { isOver: false };
        const ready = readModels.makeReady?.(build).finally(() => (progress.isOver = true));
        while (!progress.isOver) {
          await point('the next step of making it ready');
          await nextTurn();
        }
        await ready;
      },
      switchPointer: (...target) => around('the switch', () => readModels.switchPointer(...target)),
      dropBuild: (...build) => around('the end of the build of before', () => readModels.dropBuild(...build)),
    }),
  };
}

const configuration = readConfiguration({
  RETE_PUNTI_PORT: '0',
  RETE_PUNTI_LOG: 'off',
  RETE_PUNTI_DATA: directory,
});
const stores = dying(await openStores(configuration), failPoints(Number(diesAt)));
const application = await createApplication({ configuration, stores, onlyPaths: [] });
const { build } = await application.projections.rebuild(projection);
await application.close();
process.stdout.write(`${build} answers\n`);
