import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { contexts, eventRegistryOf } from '#composition';
import { systemClock } from '#kernel/domain';
import type { LogBatch, ReadLogOptions, ReadModelStore } from '#kernel/ports';
import { ProjectionRunner } from '#kernel/execution';
import { EmbeddedEventStore, EmbeddedReadModelStore, STORE_FILES } from '#store-embedded';
import { MemoryReadModelStore } from '#store-memory';
import { accepted, seedAgenda } from './support/agenda.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { expectSameAsRebuilt, projections } from './support/documents.ts';
import { fictitiousPerson } from './support/people.ts';

/** Knows which events were read of it. */
class WatchedLog extends EmbeddedEventStore {
  readonly read: string[] = [];
  /** How many no read model folds. */
  leftOut = 0;

  override async *readLog(options: ReadLogOptions): AsyncGenerator<LogBatch> {
    for await (const batch of super.readLog(options)) {
      this.read.push(...batch.events.map(({ eventId }) => eventId));
      this.leftOut += batch.leftOut ?? 0;
      yield batch;
    }
  }
}

describe('the read models of the product, when all of them are missing', () => {
  let directory: string;
  let log: WatchedLog;
  let store: ReadModelStore;

  beforeEach(async () => {
    directory = temporaryDirectory();
    const application = await startApplication({ directory });
    const central = await application.as();
    const { day, starts } = await seedAgenda(central, { slots: 6, capacity: 3 });
    for (const [index, start] of [...starts, ...starts].entries()) {
      const body = { start, mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: fictitiousPerson(index) };
      await accepted(central.post(`${day}/appointments`, body));
    }
    await application.close();
    log = new WatchedLog(join(directory, STORE_FILES.events));
  });
  afterEach(async () => {
    await store.close();
    await log.close();
    rmSync(directory, { recursive: true });
  });

  it.each([
    ['in a file', () => new EmbeddedReadModelStore(join(directory, 'built-anew.db'))],
    ['in memory', () => new MemoryReadModelStore()],
  ])('are built %s over one reading of the log, and equal those built alone', async (_where, open) => {
    store = open();
    const registry = eventRegistryOf(contexts);
    const runner = new ProjectionRunner({ log, registry, store, projections, clock: systemClock });
    await runner.start();
    await runner.stop();
    const [read, { leftOut }] = [log.read.splice(0), log];
    log.leftOut = 0;
    await expectSameAsRebuilt(log, store);
    expect(read.length + leftOut).toBe(Number(await log.head()));
    expect(new Set(read).size).toBe(read.length);
  });
});
