import type { BuildCommit } from '#kernel/ports';
import type { BuildCatalogue } from './build-catalogue.ts';
import { BuildWriter } from './build-writer.ts';

describe('a commit to several builds', () => {
  it('that fails in one is given up when no write to another is under way any more', async () => {
    const slow = Promise.withResolvers<undefined>();
    const failed = Promise.withResolvers<undefined>();
    const bulkWrites: Record<string, (writes: readonly unknown[]) => Promise<unknown>> = {
      'fails@v1.1': async () => {
        failed.resolve(undefined);
        throw new TypeError('a document is too large');
      },
      'slow@v1.2': async ({ length }) => {
        await slow.promise;
        return { insertedCount: length, matchedCount: 0 };
      },
    };
    const catalogue = {
      get: async (_id: string) => ({ _id, epoch: 0 }),
      documents: (build: string) => ({ bulkWrite: bulkWrites[build] }),
      forgetRecent: () => undefined,
    } as unknown as BuildCatalogue;
    let givenUp = false;

    const writing = new BuildWriter(catalogue).write(Object.keys(bulkWrites).map(commitTo)).catch((error: unknown) => {
      givenUp = true;
      return error;
    });
    await failed.promise;
    await new Promise((resolve) => setImmediate(resolve));

    expect(givenUp).toBe(false);
    slow.resolve(undefined);
    expect(await writing).toBeInstanceOf(TypeError);
  });
});

function commitTo(build: string): BuildCommit {
  const documents = [{ key: 'a', position: '1', document: {} }];
  return { build, documents, checkpoint: { logId: 'log', position: '1' } };
}
