import { MemoryEventStore } from '#store-memory';
import { isSystemError } from '../errors.ts';
import type { EventStore, LogBatch } from '../ports/event-store.ts';
import { counterRegistry, countingOn } from '../specification/counters.ts';
import { inBatchesOf, intercept, rejectionOf, turn, unavailable } from '../specification/faults.ts';
import { SharedPass, type PassReader } from './shared-pass.ts';

let log: MemoryEventStore;
let positions: string[];
/** The positions that each reading of the log came to, in order. */
let read: string[];
let fault: Error | undefined;
let ended: number;

beforeEach(async () => {
  log = new MemoryEventStore();
  read = [];
  fault = undefined;
  ended = 0;
  const count = countingOn(log);
  positions = [];
  for (let index = 0; index < 6; index += 1) positions.push((await count('1', 'a', 1)).position);
});

/** Two events at a time. */
async function* watched(batches: AsyncIterable<LogBatch>): AsyncGenerator<LogBatch> {
  try {
    for await (const batch of batches) {
      read.push(...batch.events.map(({ position }) => position));
      yield batch;
      if (fault) throw fault;
    }
  } finally {
    ended += 1;
  }
}

function passOf<const Names extends string>(...names: readonly Names[]): Record<Names, PassReader> {
  const watching = intercept<EventStore>(log, { readLog: (options) => watched(inBatchesOf(2, log).readLog(options)) });
  const pass = new SharedPass({ log: watching, registry: counterRegistry() });
  return Object.fromEntries(names.map((name) => [name, pass.join()])) as Record<Names, PassReader>;
}

/** The positions that a reader is given, to the end. */
async function rest(batches: AsyncIterable<LogBatch>): Promise<string[]> {
  const given: string[] = [];
  for await (const { events } of batches) given.push(...events.map(({ position }) => position));
  return given;
}

const begun = (reader: PassReader, after = '0'): AsyncIterator<LogBatch> =>
  reader.readLog({ after })[Symbol.asyncIterator]();

describe('a pass over the log for several readers', () => {
  it('gives each of them all events, and reads each once', async () => {
    const { a, b, c } = passOf('a', 'b', 'c');
    expect(await Promise.all([a, b, c].map((reader) => rest(reader.readLog({ after: '0' }))))).toEqual([
      positions,
      positions,
      positions,
    ]);
    expect(read).toEqual(positions);
  });

  it('leaves out what none of them looks at, once all have said so, and counts it', async () => {
    const { a, b } = passOf('a', 'b');
    const types = (...names: string[]): Set<string> => new Set(names);
    const batches = async (reader: PassReader, leaveOut?: Set<string>): Promise<[events: number, leftOut: number]> => {
      let [events, leftOut] = [0, 0];
      for await (const batch of reader.readLog({ after: '0', ...(leaveOut ? { leaveOut } : {}) })) {
        events += batch.events.length;
        leftOut += batch.leftOut ?? 0;
      }
      return [events, leftOut];
    };
    expect(
      await Promise.all([batches(a, types('Counted', 'CounterClosed')), batches(b, types('CounterClosed'))]),
    ).toEqual([
      [6, 0],
      [6, 0],
    ]);
    expect(await Promise.all([batches(a, types('Counted')), batches(b, types('Counted'))])).toEqual([
      [0, 6],
      [0, 6],
    ]);
    expect(await Promise.all([batches(a, types('Counted')), batches(b)])).toEqual([
      [6, 0],
      [6, 0],
    ]);
  });

  it('gives those that have read further before only what they lack', async () => {
    const { a, b } = passOf('a', 'b');
    const given = await Promise.all([
      rest(a.readLog({ after: positions[2]! })),
      rest(b.readLog({ after: positions[0]! })),
    ]);
    expect(given).toEqual([positions.slice(3), positions.slice(1)]);
    expect(read).toEqual(positions.slice(1));
  });

  it('reads no further than the slowest of them has come', async () => {
    const { a, b } = passOf('a', 'b');
    const [fast, slow] = [begun(a), begun(b)];
    await Promise.all([fast.next(), slow.next()]);
    const next = fast.next();
    await turn();
    expect(read).toEqual(positions.slice(0, 2));
    await slow.next();
    expect((await next).value).toMatchObject({ through: positions[3] });
    expect(read).toEqual(positions.slice(0, 4));
  });

  it('waits no longer for one that has left, also one that never asked', async () => {
    const { a, b, c } = passOf('a', 'b', 'c');
    const [leaving, given] = [begun(a), rest(b.readLog({ after: '0' }))];
    const first = leaving.next();
    await c.leave();
    await first;
    await a.leave();
    expect(await given).toEqual(positions);
  });

  it('goes back with one that begins again, while the others have nothing twice', async () => {
    const { a, b } = passOf('a', 'b');
    const [failing, steady] = [begun(a), begun(b)];
    await Promise.all([failing.next(), steady.next()]);
    await Promise.all([failing.next(), steady.next()]);
    const [again, others] = await Promise.all([
      rest(a.readLog({ after: positions[0]! })),
      rest({ [Symbol.asyncIterator]: () => steady }),
    ]);
    expect([again, others]).toEqual([positions.slice(1), positions.slice(4)]);
  });

  it('tells each of them that the log cannot be read, and reads on for those that ask again', async () => {
    const { a, b } = passOf('a', 'b');
    fault = unavailable();
    const failed = [a, b].map((reader) => rejectionOf(rest(reader.readLog({ after: '0' }))));
    for (const error of await Promise.all(failed)) expect(isSystemError(error, 'STORE_UNAVAILABLE')).toBe(true);
    fault = undefined;
    const given = Promise.all([a, b].map((reader) => rest(reader.readLog({ after: positions[1]! }))));
    expect(await given).toEqual([positions.slice(2), positions.slice(2)]);
  });

  it('ends its reading of the log when the last has left, wherever it stands', async () => {
    const { a, b } = passOf('a', 'b');
    await Promise.all([begun(a).next(), begun(b).next()]);
    await a.leave();
    expect(ended).toBe(0);
    await b.leave();
    expect(ended).toBe(1);
  });
});
