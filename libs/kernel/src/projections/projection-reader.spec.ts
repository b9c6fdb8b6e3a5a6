import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { isSystemError, type SystemErrorCode } from '../errors.ts';
import type { ReadModelStore } from '../ports/read-model-store.ts';
import {
  counterList,
  counterRegistry,
  countingOn,
  groupTotals,
  SpecClock,
  type Count,
  type CounterDocument,
} from '../specification/counters.ts';
import { intercept, misread, rejectionOf, turn } from '../specification/faults.ts';
import { buildProjection } from './build-projection.ts';
import { encodeCursor } from './cursor.ts';
import { buildDefinitionOf } from './projection.ts';
import { ProjectionReader, type PageQuery, type ReadOptions } from './projection-reader.ts';
import { ProjectionRunner } from './projection-runner.ts';

const totals = groupTotals(({ data }) => data.note === 'bad');
const PATIENT = 30_000;

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let count: Count;
let runner: ProjectionRunner;
let reader: ProjectionReader;

beforeEach(async () => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  count = countingOn(log);
  reader = new ProjectionReader({ log, store, patience: PATIENT });
  runner = runnerOn();
  await runner.start();
});

afterEach(() => runner.stop());

function runnerOn(more: Partial<ConstructorParameters<typeof ProjectionRunner>[0]> = {}): ProjectionRunner {
  const projections = [totals, counterList];
  return new ProjectionRunner({
    log,
    registry: counterRegistry(),
    store,
    projections,
    clock: new SpecClock(),
    ...more,
  });
}

async function expectRefusal(answer: Promise<unknown>, code: SystemErrorCode): Promise<void> {
  const error = await rejectionOf(answer);
  if (!isSystemError(error)) throw error;
  expect(error.code).toBe(code);
}

describe('a query', () => {
  it('says from which build, position and log it was answered', async () => {
    await count('1', 'a', 1);
    await runner.caughtUp(await log.head());
    const answer = await reader.get(totals, 'a');
    expect(answer).toMatchObject({
      document: { total: 1 },
      build: await store.pointer(totals.name, 1),
      position: '7',
      logId: await log.logId(),
    });
    expect((await reader.get(totals, 'nobody')).document).toBeUndefined();
  });

  it('for several keys answers in their order, from one build, and leaves out what is not there', async () => {
    await count('1', 'a', 1);
    const { position } = await count('2', 'b', 2);

    const { documents, build } = await reader.getMany(totals, ['b', 'none', 'a'], { minPosition: position });
    const [b, a] = [await reader.get(totals, 'b'), await reader.get(totals, 'a')];
    expect(documents).toEqual([b.document, a.document]);
    expect(build).toBe(a.build);
  });

  it('given a position waits until its projection has read that far', async () => {
    await runner.stop();
    const { position, logId } = await count('1', 'a', 1);
    const answer = reader.get(totals, 'a', { minPosition: position, logId });
    await turn();
    runner = runnerOn();
    await runner.start();
    expect((await answer).document?.total).toBe(1);
  });

  it('given a position never answers from before it, although the projection lags', async () => {
    for (let index = 1; index <= 20; index += 1) {
      const { position } = await count('1', 'a', 1);
      expect((await reader.get(totals, 'a', { minPosition: position })).document?.total).toBe(index);
    }
  });

  it('says that it is behind when the projection does not come so far in time', async () => {
    await runner.stop();
    const { position } = await count('1', 'a', 1);
    const hasty = new ProjectionReader({ log, store, patience: 0 });
    await expectRefusal(hasty.get(totals, 'a', { minPosition: position }), 'PROJECTION_BEHIND');
    await expectRefusal(hasty.find(totals, { limit: 5 }, { minPosition: position }), 'PROJECTION_BEHIND');
    expect((await hasty.get(totals, 'a')).document).toBeUndefined();
  });

  it('that waits goes on with the build that answers meanwhile', async () => {
    await count('1', 'a', 1);
    await runner.caughtUp(await log.head());
    await runner.stop();
    const { position } = await count('1', 'a', 2);
    const answer = reader.get(totals, 'a', { minPosition: position });
    await turn();
    // Another runner, whose rebuild ends before the old build has moved.
    const rebuilt = await store.createBuild(buildDefinitionOf(totals));
    const other = { log, registry: counterRegistry(), store, projection: totals, build: rebuilt };
    await buildProjection(other);
    await store.switchPointer(totals.name, 1, rebuilt);
    expect(await answer).toMatchObject({ build: rebuilt, document: { total: 3 } });
  });

  it('whose build is dropped while it reads is answered from the one that took its place', async () => {
    await count('1', 'a', 1);
    await runner.caughtUp(await log.head());
    let swaps = 0;
    const swapping = intercept<ReadModelStore>(store, {
      get: async (build, key) => {
        swaps += 1;
        if (swaps === 1) {
          await runner.rebuild(totals.name);
          await runner.rebuild(totals.name);
        }
        return store.get(build, key);
      },
    });
    const answer = await new ProjectionReader({ log, store: swapping }).get(totals, 'a');
    expect(answer.document?.total).toBe(1);
    expect(answer.build).toBe(await store.pointer(totals.name, 1));
  });

  it('for a position beyond the end of the log is told that the log was replaced', async () => {
    await count('1', 'a', 1);
    await expectRefusal(reader.get(totals, 'a', { minPosition: '700' }), 'LOG_REPLACED');
  });

  it.each<[string, ReadOptions]>([
    ['with a position', { minPosition: '7', logId: 'another' }],
    ['without one', { logId: 'another' }],
  ])('for another log %s is told that the log was replaced', async (_how, options) => {
    await count('1', 'a', 1);
    await expectRefusal(reader.get(totals, 'a', options), 'LOG_REPLACED');
  });

  it('of a projection that nobody builds is told that it is not ready', async () => {
    await expectRefusal(reader.get({ ...totals, name: 'other' }, 'a'), 'PROJECTION_NOT_READY');
  });
});

describe('a projection that lacks events', () => {
  it('refuses whoever asks for a position, and answers whoever does not', async () => {
    await runner.stop();
    runner = runnerOn({
      log: misread(log, ({ position }) => (position === '7' ? { data: { group: 'a' } } : undefined)),
    });
    await runner.start();
    await count('1', 'a', 1);
    const { position: minPosition } = await count('1', 'a', 2);
    await expectRefusal(reader.get(totals, 'a', { minPosition }), 'PROJECTION_INCOMPLETE');
    await expectRefusal(reader.find(totals, { limit: 5 }, { minPosition }), 'PROJECTION_INCOMPLETE');
    expect((await reader.get(totals, 'a')).document?.total).toBe(2);
    expect((await reader.find(totals, { limit: 5 })).items).toHaveLength(1);
  });

  it('refuses a parked document and every list, and answers for the other documents', async () => {
    await count('1', 'a', 1);
    await count('1', 'b', 4);
    const { position: minPosition } = await count('1', 'a', 2, 'bad');
    await expectRefusal(reader.get(totals, 'a', { minPosition }), 'PROJECTION_INCOMPLETE');
    await expectRefusal(reader.find(totals, { limit: 5 }, { minPosition }), 'PROJECTION_INCOMPLETE');
    expect((await reader.get(totals, 'b', { minPosition })).document?.total).toBe(4);
    expect((await reader.get(totals, 'a')).document?.total).toBe(1);
  });
});

describe('a list in pages', () => {
  const byTotal: PageQuery = { orderBy: [{ field: 'total', descending: true }], limit: 3 };

  beforeEach(async () => {
    for (let index = 1; index <= 10; index += 1) await count(`${index}`, 'a', index % 4);
    await runner.caughtUp(await log.head());
  });

  /** Every document, page by page; `between` runs after each page. */
  async function pages(query: PageQuery, between: () => Promise<unknown> = turn): Promise<CounterDocument[]> {
    const items: CounterDocument[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await reader.find(counterList, cursor === undefined ? query : { ...query, cursor });
      items.push(...page.items);
      cursor = page.nextCursor;
      await between();
    }
    return items;
  }

  it.each([1, 3, 5, 10, 11])('of %d shows every document exactly once, in order', async (limit) => {
    const items = await pages({ ...byTotal, limit });
    expect(new Set(items.map(({ stream }) => stream)).size).toBe(10);
    expect(items.map(({ total }) => total)).toEqual([3, 3, 2, 2, 2, 1, 1, 1, 0, 0]);
  });

  it('ends without a cursor to nothing', async () => {
    expect((await reader.find(counterList, { limit: 10 })).nextCursor).toBeNull();
    expect((await reader.find(counterList, { limit: 9 })).nextCursor).not.toBeNull();
  });

  it('stays with its build when another is switched to meanwhile', async () => {
    let rebuilds = 0;
    const items = await pages(byTotal, async () => {
      rebuilds += 1;
      if (rebuilds === 1) await runner.rebuild(counterList.name);
    });
    expect(new Set(items.map(({ stream }) => stream)).size).toBe(10);
    expect(items).toHaveLength(10);
  });

  it('goes on from the same place in the build that answers, once its own is gone', async () => {
    const whole = await reader.find(counterList, { ...byTotal, limit: 100 });
    const first = await reader.find(counterList, byTotal);
    await runner.rebuild(counterList.name);
    await runner.rebuild(counterList.name);

    const rest = await reader.find(counterList, { ...byTotal, limit: 100, cursor: first.nextCursor! });
    expect(rest.build).toBe(await store.pointer(counterList.name, counterList.version));
    expect([...first.items, ...rest.items]).toEqual(whole.items);
  });

  it('goes on there, too, when a position is asked for that its superseded build will never reach', async () => {
    const { nextCursor, build } = await reader.find(counterList, byTotal);
    await runner.rebuild(counterList.name);
    const { position: minPosition } = await count('1', 'a', 1);
    await runner.caughtUp(minPosition);

    const next = await reader.find(counterList, { ...byTotal, cursor: nextCursor! }, { minPosition });
    expect(next.build).not.toBe(build);
    expect(Number(next.position)).toBeGreaterThanOrEqual(Number(minPosition));
  });

  it('says in its code that the list has another form, when the code reads another schema version by now', async () => {
    const { nextCursor } = await reader.find(counterList, byTotal);
    const newer = { ...counterList, version: 2 };
    const second = runnerOn({ projections: [newer] });
    await second.start();
    await expectRefusal(reader.find(newer, { ...byTotal, cursor: nextCursor! }), 'CURSOR_OUTDATED');
    await second.stop();
  });

  it('refuses a cursor of another order', async () => {
    const { nextCursor } = await reader.find(counterList, byTotal);
    const otherwise = { limit: 3, cursor: nextCursor!, orderBy: [{ field: 'events' }] };
    await expectRefusal(reader.find(counterList, otherwise), 'CURSOR_INVALID');
  });

  it('refuses a cursor from when the key ascended whatever the order, where it would skip or repeat ties', async () => {
    const build = (await store.pointer(counterList.name, 1))!;
    const logId = await log.logId();
    const ofThatTime = (orderBy: PageQuery['orderBy']): string => {
      const parts = [logId, build, JSON.stringify(orderBy), [2], 'Counter-2'];
      return Buffer.from(JSON.stringify(parts)).toString('base64url');
    };
    const descending = { ...byTotal, cursor: ofThatTime(byTotal.orderBy) };
    await expectRefusal(reader.find(counterList, descending), 'CURSOR_INVALID');

    const orderBy = [{ field: 'total' }];
    const { items } = await reader.find(counterList, { orderBy, limit: 9, cursor: ofThatTime(orderBy) });
    expect(items.map(({ total }) => total)).toEqual([2, 3, 3]);
  });

  it('tells that the log was replaced for a cursor of another log, whose builds may have had the same names', async () => {
    const build = (await store.pointer(counterList.name, 1))!;
    const cursor = encodeCursor({ logId: 'another', build, orderBy: byTotal.orderBy!, values: [1], key: 'k' });
    await expectRefusal(reader.find(counterList, { ...byTotal, cursor }), 'LOG_REPLACED');
  });

  it('refuses a cursor that is none of ours', async () => {
    const build = (await store.pointer(counterList.name, 1))!;
    const orderBy = byTotal.orderBy!;
    const logId = await log.logId();
    const forged = (values: unknown): string =>
      encodeCursor({ logId, build, orderBy, values: values as string[], key: 'k' });
    const base64 = (text: string): string => Buffer.from(text).toString('base64url');
    for (const cursor of [
      '',
      'nonsense',
      base64('{"a":1}'),
      base64('[]'),
      base64('[1,2,3,4,5]'),
      forged([{ $gt: '' }]),
      forged([[1]]),
      forged([]),
      forged([1, 2]),
      encodeCursor({ logId, build: 'other@v1.1', orderBy, values: [1], key: 'k' }),
    ]) {
      await expectRefusal(reader.find(counterList, { ...byTotal, cursor }), 'CURSOR_INVALID');
    }
  });

  it('shows the documents that match, and no deleted one', async () => {
    const matching = { where: { total: { from: 2 } }, limit: 20 };
    expect((await reader.find(counterList, matching)).items).toHaveLength(5);
    const { position } = await count.close('3', 'a');
    const left = await reader.find(counterList, matching, { minPosition: position });
    expect(left.items.map(({ stream }) => stream)).not.toContain('Counter-3');
    expect(left.items).toHaveLength(4);
  });
});
