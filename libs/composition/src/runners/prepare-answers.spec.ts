import { once } from 'node:events';
import { systemClock, SystemError } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { defineContext, type Preparation } from '#use-cases';
import { prepareAnswers } from './prepare-answers.ts';

const reader = new ProjectionReader({ log: new MemoryEventStore(), store: new MemoryReadModelStore() });

function prepared(...preparations: Preparation[]): () => Promise<void> {
  const contexts = preparations.map((preparation) => defineContext({ name: 'campione', preparations: [preparation] }));
  return prepareAnswers(contexts, { reader, clock: systemClock });
}

describe('what a server makes ready once it has started', () => {
  it('is made ready one after the other, and goes on in a process that ends only until its next turn', async () => {
    const seen: string[] = [];
    const first = Promise.withResolvers<true>();
    const stop = prepared(
      async () => {
        seen.push('first');
        await first.promise;
        seen.push('first is ready');
      },
      async ({ signal }) => {
        seen.push('second');
        second.resolve(true);
        await once(signal, 'abort');
        seen.push('second was stopped');
        signal.throwIfAborted();
      },
      async () => void seen.push('never'),
    );
    const second = Promise.withResolvers<true>();
    first.resolve(true);
    await second.promise;
    await stop();

    expect(seen).toEqual(['first', 'first is ready', 'second', 'second was stopped']);
  });

  it('waits for read models that are still being built, and leaves the rest to the first who asks', async () => {
    const done = Promise.withResolvers<true>();
    let tries = 0;
    const stop = prepared(async () => {
      tries += 1;
      if (tries === 1) throw new SystemError('PROJECTION_NOT_READY', 'it is being built');
      done.resolve(true);
      throw new Error('it cannot be read');
    });
    await done.promise;
    await stop();

    expect(tries).toBe(2);
  });
});
