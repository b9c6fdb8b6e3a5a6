import { MemoryEventStore } from '#store-memory';
import { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandResult } from '../commands/command-request.ts';
import { isSystemError, logReplaced } from '../errors.ts';
import type { EventMetadata } from '../events/envelope.ts';
import type { AppendRequest, EventStore, LogBatch, StoredEvent } from '../ports/event-store.ts';
import { START } from '../position.ts';
import { idOf } from '../stream-name.ts';
import {
  counter,
  counterRegistry,
  decideCounter,
  originOf,
  SpecClock,
  type CounterEvent,
} from '../specification/counters.ts';
import { Gate, intercept, rejectionOf, unavailable } from '../specification/faults.ts';
import { WatchedLog } from './watched-log.ts';
import { saying } from '../specification/saying.ts';

let store: MemoryEventStore;

beforeEach(() => {
  store = new MemoryEventStore();
});

/** A process over the log. */
class Process {
  readonly changes: string[] = [];
  readonly log: WatchedLog;
  readonly #clock = new SpecClock();
  readonly #executor: CommandExecutor;

  constructor(log: EventStore = store) {
    this.log = new WatchedLog({ log, onChange: ({ code }) => this.changes.push(code) });
    this.#executor = new CommandExecutor({ store: this.log, registry: counterRegistry(), clock: this.#clock });
  }

  /** As long as no server needs to come back, and after which a stream is read again that is in memory. */
  twoSecondsLater(): this {
    this.#clock.time += 2_000;
    return this;
  }

  count(id: string, commandId: string, amounts: readonly number[] = [1]): Promise<CommandResult<CounterEvent>> {
    return this.#executor.execute(counter, {
      id,
      origin: originOf(commandId, { idempotency: { route: 'POST /counts', body: saying('body') } }),
      decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts }, state, Number.MAX_SAFE_INTEGER),
    });
  }
}

async function written(): Promise<number> {
  let events = 0;
  for await (const batch of store.readLog({ after: START })) events += batch.events.length;
  return events;
}

async function expectChanged(process: Process, call: Promise<unknown>): Promise<void> {
  expect(await rejectionOf(call)).toMatchObject({ code: 'LOG_CHANGED' });
  expect(process.changes).toEqual(['LOG_CHANGED']);
}

describe('a log with a transaction over streams', () => {
  it('has one as it is watched, too, and one without has none', async () => {
    expect(new WatchedLog({ log: new MemoryEventStore() }).appendTogether).toBeUndefined();
    expect(new WatchedLog({ log: new MemoryEventStore({ transactions: true }) }).appendTogether).toBeDefined();
  });

  it.each([
    ['the first', 'Counter-1'],
    ['the last', 'Counter-2'],
  ] as const)('is another when it does not hold %s stream of such an append as it was known', async (_which, known) => {
    store = new MemoryEventStore({ transactions: true });
    const process = new Process();
    const putBack = store.copy();
    await process.count(idOf(known), 'c1');
    const [event] = await store.readStream(known);
    putBack();
    const { eventId, type, data, metadata } = event as StoredEvent;
    const again = { eventId, type, data, metadata: metadata as EventMetadata };
    const requests = ['Counter-1', 'Counter-2'].map((stream): AppendRequest => ({
      ...{ stream: stream, expectedRevision: stream === known ? 0 : 'no-stream', events: [again] },
    }));

    await expectChanged(process, process.log.appendTogether?.(requests) ?? Promise.resolve());
    expect(await written()).toBe(0);
  });

  it('knows the last event of such an append again', async () => {
    store = new MemoryEventStore({ transactions: true });
    const process = new Process();
    await process.count('1', 'c1');
    const [event] = await store.readStream('Counter-1');
    const { eventId, type, data, metadata } = event as StoredEvent;
    const again = { eventId, type, data, metadata: metadata as EventMetadata };
    const putBack = store.copy();
    const requests = ['Counter-2', 'Counter-3'].map((stream): AppendRequest => ({
      ...{ stream: stream, expectedRevision: 'no-stream', events: [again] },
    }));
    await process.log.appendTogether?.(requests);
    putBack();

    await expectChanged(process, process.log.head());
  });
});

describe('a log of which an older copy is put back under a running process, with the same identity,', () => {
  it('refuses the next command on a stream that it does not hold as it was known, and writes nothing', async () => {
    const process = new Process();
    await process.count('1', 'c1');
    const putBack = store.copy();
    await process.count('1', 'c2');
    putBack();

    await expectChanged(process, process.count('1', 'c3'));
    expect(await written()).toBe(1);
  });

  it('refuses it also when another process has written to that stream since, as far as it went before', async () => {
    const [process, other] = [new Process(), new Process()];
    await process.count('1', 'c1');
    const putBack = store.copy();
    await process.count('1', 'c2');
    putBack();
    await other.count('1', 'theirs', [5]);

    await expectChanged(process, process.twoSecondsLater().count('1', 'c3'));
    expect(await written()).toBe(2);
  });

  it('never answers a repeat from memory of an event that is no longer there', async () => {
    const process = new Process();
    const putBack = store.copy();
    await process.count('1', 'c1');
    putBack();

    await expectChanged(process, process.count('1', 'c1'));
  });

  it('is no conflict when it is put back between reading and writing: nothing is decided again', async () => {
    const putBack: (() => void)[] = [];
    let appends = 0;
    const process = new Process(
      intercept<EventStore>(store, {
        append: async (request) => {
          appends += 1;
          putBack.pop()?.();
          return store.append(request);
        },
      }),
    );
    await process.count('1', 'c1');
    const copy = store.copy();
    await process.count('1', 'c2');
    putBack.push(copy);

    await expectChanged(process, process.count('1', 'c3'));
    expect(appends).toBe(3);
  });

  it('is seen by an acknowledgement that lies before one of before, on a stream that nobody knew', async () => {
    const process = new Process();
    await process.count('1', 'c1');
    const putBack = store.copy();
    await process.count('1', 'c2');
    await process.count('1', 'c3');
    putBack();

    await expectChanged(process, process.count('2', 'c4'));
  });

  it('is seen by whoever looks, before anything else is done', async () => {
    const process = new Process();
    const putBack = store.copy();
    await process.count('1', 'c1');
    await process.log.look();
    putBack();

    await expectChanged(process, process.log.look());
    await expectChanged(process, process.count('2', 'c2'));
    expect(await written()).toBe(0);
  });

  it('is seen before the next command where the store lost sight of it, also when it is as long as it was', async () => {
    const [process, other] = [new Process(), new Process()];
    const putBack = store.copy();
    await process.count('1', 'c1');
    putBack();
    await other.count('2', 'theirs', [1, 2, 3]);
    process.log.doubt();

    await expectChanged(process, process.count('3', 'c2'));
    expect(await written()).toBe(3);
  });

  it('is looked for anew where the store loses sight of it during a look: that may have seen the log of before', async () => {
    const gate = new Gate();
    let isHeld = false;
    const process = new Process(
      intercept<EventStore>(store, {
        readStream: async (...from) => {
          const events = await store.readStream(...from);
          if (isHeld) await gate.pass();
          return events;
        },
      }),
    );
    const putBack = store.copy();
    await process.count('1', 'c1');
    const [event] = await store.readStream('Counter-1');
    isHeld = true;
    const look = process.log.look();
    await gate.reached();
    isHeld = false;
    putBack();
    await new Process().count('2', 'theirs', [1, 2, 3]);
    process.log.doubt();
    const appended = process.log.append({
      ...{ stream: 'Counter-3', expectedRevision: 'no-stream' },
      events: [{ ...event!, metadata: event!.metadata as never }],
    });
    gate.open();
    await look;

    await expectChanged(process, appended);
    expect(await written()).toBe(3);
  });

  it('ends at the next look whoever follows it', async () => {
    const process = new Process();
    await process.count('1', 'c1');
    const batches = process.log.subscribe({ after: START, signal: new AbortController().signal });
    const following = batches[Symbol.asyncIterator]();
    const putBack = store.copy();
    await process.count('1', 'c2');
    await following.next();
    const next = rejectionOf(following.next());
    putBack();
    await rejectionOf(process.log.look());

    expect(await next).toMatchObject({ code: 'LOG_CHANGED' });
  });
});

describe('a log that changed', () => {
  it.each<[string, (log: WatchedLog) => Promise<unknown>]>([
    ['its identity', (log) => log.logId()],
    ['its end', (log) => log.head()],
    ['a stream', (log) => log.readStream('Counter-1')],
    ['an idempotency record', (log) => log.findIdempotencyRecord('c1')],
    ['another identity', (log) => log.renewLogId()],
    ['a look', (log) => log.look()],
    ['its events', (log) => nextOf(log.readLog({ after: START }))],
    ['what comes', (log) => nextOf(log.subscribe({ after: START, signal: new AbortController().signal }))],
  ])('is refused for good, also after it is what it was again: %s', async (_what, call) => {
    const process = new Process();
    await process.count('1', 'c1');
    const backAgain = store.copy();
    await store.renewLogId();
    await rejectionOf(process.log.logId());
    backAgain();

    await expectChanged(process, call(process.log));
    await expectChanged(process, process.count('1', 'c2'));
    expect(await written()).toBe(1);
  });

  it('is one under another identity, and is written to no more', async () => {
    const process = new Process();
    await process.count('1', 'c1');
    await store.renewLogId();

    await expectChanged(process, process.count('2', 'c2'));
    expect(await written()).toBe(1);
  });

  it('is one in which a reader cannot go on where it was', async () => {
    const replaced = logReplaced('what was read', { logId: 'l', position: '7', head: '0' }, 'start again');
    const process = new Process(
      intercept<EventStore>(store, {
        subscribe: () => {
          throw replaced;
        },
      }),
    );

    const following = nextOf(process.log.subscribe({ after: '7', signal: new AbortController().signal }));
    await expectChanged(process, following);
  });
});

describe('a log that is the same', () => {
  it('may acknowledge appends at once in any order', async () => {
    const process = new Process();
    await Promise.all(Array.from({ length: 50 }, (_, index) => process.count(String(index), `c${index}`)));
    expect(process.changes).toEqual([]);
  });

  it('may lack what an append was to go on from, which was refused itself', async () => {
    const { log, changes } = new Process();
    const event = (number: number): AppendRequest['events'][number] => ({
      ...{ eventId: `00000000-0000-4000-8000-00000000000${number}`, type: 'Counted', data: {} },
      metadata: { recordedAt: '2026-03-01T09:30:00.123Z' } as EventMetadata,
    });
    const [first, second] = [event(1), event(2)];
    const refused = await rejectionOf(
      log.append({ stream: 'Counter-1', expectedRevision: 0, upon: first.eventId, events: [second] }),
    );

    expect(refused).toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
    expect([log.change, changes]).toEqual([undefined, []]);
  });

  it('may answer an append with the place where the same events stand already, however far it went since', async () => {
    const process = new Process();
    const { position } = await process.count('1', 'c1');
    const [event] = await store.readStream('Counter-1');
    await process.count('2', 'c2');
    const repeating = new WatchedLog({
      log: intercept<EventStore>(store, { append: async () => ({ revision: 0, positions: [position] }) }),
    });
    await nextOf(repeating.readLog({ after: START }));

    const repeated = repeating.append({
      ...{ stream: 'Counter-1', expectedRevision: 'no-stream' },
      events: [{ ...event!, metadata: event!.metadata as never }],
    });
    expect(await repeated).toEqual({ revision: 0, positions: [position] });
  });

  it('may be answered for once by a server that has lost the lead and does not know it', async () => {
    let stale = false;
    const process = new Process(
      intercept<EventStore>(store, {
        head: async () => {
          const answer = stale ? START : await store.head();
          stale = false;
          return answer;
        },
      }),
    );
    const { position } = await process.count('1', 'c1');
    stale = true;

    expect(await process.log.head()).toBe(position);
    expect(process.changes).toEqual([]);
  });

  it('may be away for a while: nothing is known then, and the look is made once it is back', async () => {
    let away = false;
    const process = new Process(
      intercept<EventStore>(store, { head: () => (away ? Promise.reject(unavailable()) : store.head()) }),
    );
    await process.count('1', 'c1');
    away = true;
    process.log.doubt();
    expect(isSystemError(await rejectionOf(process.count('1', 'c2')), 'STORE_UNAVAILABLE')).toBe(true);
    away = false;

    expect((await process.count('1', 'c2')).revision).toBe(1);
  });
});

describe('a stream of which somebody removed events', () => {
  it.each([
    ['cut in its middle', 2, false],
    ['emptied under whoever knew it', 3, true],
  ])('is refused when it was %s: never folded, never written to', async (_how, hidden, known) => {
    const process = new Process();
    await process.count('1', 'c1', [1, 2, 3]);
    store.hide('Counter-1', hidden);
    const asked = known ? process : new Process();

    expect(await rejectionOf(asked.twoSecondsLater().count('1', 'c2'))).toMatchObject({
      code: 'STREAM_DELETED',
      facts: { stream: 'Counter-1' },
    });
    expect(asked.log.removedStreams).toEqual(['Counter-1']);
    expect(await written()).toBe(3);
    expect((await asked.count('2', 'c3')).revision).toBe(0);
  });

  it('is refused when it was emptied and is taken for new: what was written is told, and no more of it', async () => {
    await new Process().count('1', 'c1', [1, 2, 3]);
    store.hide('Counter-1', 3);
    const process = new Process();

    const refused = { code: 'STREAM_DELETED', facts: { stream: 'Counter-1', writtenAt: 3 } };
    expect(await rejectionOf(process.count('1', 'c2'))).toMatchObject(refused);
    expect(await rejectionOf(process.count('1', 'c3'))).toMatchObject({ code: 'STREAM_DELETED' });
    expect(process.log.removedStreams).toEqual(['Counter-1']);
    expect(await written()).toBe(4);
  });

  it('is used again once its events are back', async () => {
    const process = new Process();
    await process.count('1', 'c1', [1, 2, 3]);
    store.hide('Counter-1', 3);
    await rejectionOf(process.twoSecondsLater().count('1', 'c2'));
    store.hide('Counter-1', 0);

    expect((await process.count('1', 'c2')).revision).toBe(3);
    expect(process.log.removedStreams).toEqual([]);
  });

  it('is no longer named once its events are back, though nobody uses it', async () => {
    await new Process().count('1', 'c1', [1, 2, 3]);
    await new Process().count('2', 'c2');
    store.hide('Counter-1', 2);
    const process = new Process();
    await rejectionOf(process.count('1', 'c3'));
    await process.log.look();
    expect(process.log.removedStreams).toEqual(['Counter-1']);
    store.hide('Counter-1', 0);

    await process.log.look();
    expect(process.log.removedStreams).toEqual([]);
  });

  it('is no reason to take the log for another', async () => {
    const process = new Process();
    await process.count('1', 'c1', [1, 2, 3]);
    store.hide('Counter-1', 3);

    await process.log.look();
    expect(process.changes).toEqual([]);
  });
});

async function nextOf(batches: AsyncIterable<LogBatch>): Promise<unknown> {
  return batches[Symbol.asyncIterator]().next();
}
