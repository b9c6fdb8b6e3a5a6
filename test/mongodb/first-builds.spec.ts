import { Type } from '@sinclair/typebox';
import { buildDefinitionOf, defineEvent, defineProjection, systemClock, when, type Projection } from '#kernel/domain';
import type { LogBatch, ReadLogOptions } from '#kernel/ports';
import { buildProjection, EventRegistry, ProjectionRunner } from '#kernel/execution';
import { MemoryEventStore } from '#store-memory';
import { newEvent } from '../conformance/log-writing.ts';
import { allDocuments } from '../e2e/support/documents.ts';
import { installationOn, type Installation } from './installation.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();

const Counted = defineEvent({ type: 'Counted', schema: Type.Object({ amount: Type.Integer() }) });
const events = [Counted] as const;
/** The sum of the amounts, for each remainder by a number. */
const sumsBy = (divisor: number): Projection<{ readonly sum: number }> =>
  defineProjection<{ readonly sum: number }>({
    name: `sums-by-${divisor}`,
    version: 1,
    indexes: [{ fields: ['sum'] }],
    on: [
      when(
        Counted,
        (document, { data }) => ({ sum: (document?.sum ?? 0) + data.amount }),
        ({ data }) => [`${data.amount % divisor}`],
      ),
    ],
  });

/** Counts the events that are read of it. */
class WatchedLog extends MemoryEventStore {
  read = 0;

  override async *readLog(options: ReadLogOptions): AsyncGenerator<LogBatch> {
    for await (const batch of super.readLog(options)) {
      this.read += batch.events.length;
      yield batch;
    }
  }
}

describeWithServer(server, 'first builds in MongoDB', () => {
  let installation: Installation;
  beforeEach(() => {
    installation = installationOn(server!.url);
  });
  afterEach(() => installation.close());
  afterAll(() => server?.close());

  it('are made together over one reading of the log, and equal those made alone', async () => {
    const log = new WatchedLog();
    const amounts = Array.from({ length: 5_000 }, (_, amount) => newEvent({ amount }, 'Counted'));
    await log.append({ stream: 'Count-1', expectedRevision: 'no-stream', events: amounts });
    const { readModels: store } = await installation.open();
    const registry = new EventRegistry([...events]);
    const projections = [1, 7, 60].map(sumsBy);

    const runner = new ProjectionRunner({ log, registry, store, projections, clock: systemClock });
    await runner.start();
    await runner.stop();

    expect(log.read).toBe(amounts.length);
    for (const projection of projections) {
      const alone = await store.createBuild(buildDefinitionOf(projection));
      await buildProjection({ log, registry, store, projection, build: alone });
      const together = (await store.pointer(projection.name, projection.version))!;
      expect(await allDocuments(store, together)).toEqual(await allDocuments(store, alone));
    }
  });
});
