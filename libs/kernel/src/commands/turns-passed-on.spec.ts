import { MemoryEventStore } from '#store-memory';
import { reservationOf } from '../claims/reservation.ts';
import type { AppendRequest, AppendResult, EventStore } from '../ports/event-store.ts';
import {
  counter,
  counterRegistry,
  decideCounter,
  originOf,
  SpecClock,
  type CounterEvent,
  type CounterState,
} from '../specification/counters.ts';
import { Gate, intercept, rejectionOf, turn, unavailable } from '../specification/faults.ts';
import { CommandExecutor } from './command-executor.ts';
import type { CommandResult, DecisionRequest } from './command-request.ts';

// Of a log that takes appends in their order. Commands on one stream that wait for each other are specified in command-executor.spec.ts.

/** Appends that were given and wait to be written, as those of a group do that is being made durable. */
interface Waiting {
  readonly requests: readonly AppendRequest[];
  readonly write: () => void;
  readonly fail: (error: unknown) => void;
}

let store: MemoryEventStore;
let waiting: Waiting[];
let here: CommandExecutor;

beforeEach(async () => {
  store = new MemoryEventStore({ transactions: true });
  waiting = [];
  const together = (requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> =>
    new Promise((resolve, fail) => {
      const write = (): void => {
        const written = store.appendTogether?.(requests) ?? Promise.resolve([]);
        written.then(resolve, fail);
      };
      waiting.push({ requests, write, fail });
    });
  const log = intercept<EventStore>(store, {
    appendTogether: together,
    append: async (request) => (await together([request]))[0] as AppendResult,
  });
  here = new CommandExecutor({ store: log, registry: counterRegistry(), clock: new SpecClock() });
  const known = count('known');
  await given(1);
  writeAll();
  await known;
});

type Request = Partial<DecisionRequest<CounterState, CounterEvent>> & { readonly limit?: number };

function count(commandId: string, { limit = 100, ...request }: Request = {}): Promise<CommandResult<CounterEvent>> {
  return here.execute(counter, {
    id: '1',
    origin: originOf(commandId),
    decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, limit),
    ...request,
  });
}

/** Waits until so many appends wait. */
async function given(many: number): Promise<void> {
  while (waiting.length < many) await turn();
}

/** Everything that can go on without an answer of the log has gone on. */
async function nothingMoves(): Promise<void> {
  for (let times = 0; times < 10; times += 1) await turn();
}

function writeAll(): void {
  for (const { write } of waiting.splice(0)) write();
}

/** Writes whatever comes, until these are through. */
async function writing<T>(commands: Promise<T>): Promise<T> {
  const progress = { isDone: false };
  const done = commands.finally(() => (progress.isDone = true));
  done.catch(() => undefined);
  while (!progress.isDone) {
    writeAll();
    await turn();
  }
  return done;
}

async function commandsInLog(): Promise<readonly string[]> {
  const events = await store.readStream('Counter-1');
  return events.map(({ metadata }) => (metadata as { commandId: string }).commandId);
}

describe('commands on one stream, where the log takes appends in their order', () => {
  it('are decided while the appends before them are under way, each on the state that these leave', async () => {
    const all = Promise.all(['c1', 'c2', 'c3'].map((id) => count(id)));
    await given(3);

    const expected = waiting.map(({ requests: [request] }) => [request?.expectedRevision, request?.upon !== undefined]);
    expect(expected).toEqual([
      [0, false],
      [1, true],
      [2, true],
    ]);
    const results = await writing(all);
    expect(results.map(({ revision }) => revision)).toEqual([1, 2, 3]);
    const positions = (await store.readStream('Counter-1', 1)).map(({ position }) => position);
    expect(results.map(({ position }) => position)).toEqual(positions);
    expect(await commandsInLog()).toEqual(['known', 'c1', 'c2', 'c3']);
  });

  it('are decided anew where the append before them is not taken: none is lost, and none is done twice', async () => {
    const all = Promise.allSettled(['c1', 'c2', 'c3'].map((id) => count(id)));
    await given(3);
    waiting.shift()?.fail(unavailable());
    writeAll();
    await given(1);
    await nothingMoves();
    // One after the other: nobody decides on a stream that another decides on.
    expect(waiting).toHaveLength(1);

    const [first, ...others] = await writing(all);

    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } });
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect((await commandsInLog()).toSorted()).toEqual(['c2', 'c3', 'known']);
    await writing(count('c4'));
    expect((await here.look(counter, '1', (state) => state)).total).toBe(4);
  });

  it('take another turn then: nobody decides on a state that somebody else is deciding on', async () => {
    const first = rejectionOf(count('c1'));
    const gate = new Gate();
    let times = 0;
    const decide = async (state: CounterState): Promise<CounterEvent[]> => {
      times += 1;
      const decided = decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, times === 1 ? 3 : 2);
      if (times === 2) await gate.pass();
      return decided;
    };
    const second = count('c2', { decide });
    await given(2);
    waiting.shift()?.fail(unavailable());
    writeAll();
    await first;
    await gate.reached();
    const third = rejectionOf(count('c3', { limit: 2 }));
    await nothingMoves();
    writeAll();
    gate.open();

    await writing(second);
    expect(await writing(third)).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('are not taken for those that came after others, where these have written as many events', async () => {
    const all = Promise.allSettled(['c1', 'c2'].map((id) => count(id, { limit: 3 })));
    await given(2);
    const [first] = waiting.splice(0, 1);
    const other = new CommandExecutor({ store, registry: counterRegistry(), clock: new SpecClock() });
    await other.execute(counter, {
      ...{ id: '1', origin: originOf('other') },
      decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [2] }, state, 3),
    });
    first?.fail(unavailable());
    const [, second] = await writing(all);

    // Its revision fits, and what it was decided on is not there.
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'LIMIT_EXCEEDED' } });
    expect(await commandsInLog()).toEqual(['known', 'other']);
  });

  it('are refused only once the log has what that rests on', async () => {
    const first = count('c1');
    await given(1);
    let isRefused = false;
    const refused = rejectionOf(count('c2', { limit: 2 })).finally(() => (isRefused = true));
    await nothingMoves();
    expect(isRefused).toBe(false);

    writeAll();
    await first;
    expect(await refused).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('are not refused for what was not written', async () => {
    const first = rejectionOf(count('c1'));
    await given(1);
    const second = count('c2', { limit: 2 });
    await nothingMoves();
    waiting.shift()?.fail(unavailable());

    expect(await first).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await writing(second);
    expect(await commandsInLog()).toEqual(['known', 'c2']);
  });

  it('are answered by the same command whose append is under way, once that is written', async () => {
    const [first, again] = [count('c1'), count('c1')];
    await given(1);
    await nothingMoves();
    expect(waiting).toHaveLength(1);

    const [answer, repeated] = await writing(Promise.all([first, again]));
    expect(repeated).toEqual(answer);
    expect(await commandsInLog()).toEqual(['known', 'c1']);
  });

  it('do not go on from one whose key was spent elsewhere: that is refused before its turn', async () => {
    const keyed = (body: string) => ({
      route: 'POST /counters',
      body: { hash: async () => body, matches: async (kept: string) => kept === body },
    });
    await writing(count('spent', { id: '2', origin: originOf('spent', { idempotency: keyed('one') }) }));
    const standing = (await store.findIdempotencyRecord('spent'))!;

    const first = count('c1');
    const refused = rejectionOf(
      count('spent', { origin: originOf('spent', { idempotency: { ...keyed('two'), standing } }) }),
    );
    const last = count('c2');
    await given(2);
    await nothingMoves();
    expect(waiting.map(({ requests: [request] }) => request?.expectedRevision)).toEqual([0, 1]);
    expect(await refused).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    writeAll();
    await Promise.all([first, last]);
    expect(await commandsInLog()).toEqual(['known', 'c1', 'c2']);
  });

  it('cannot be abandoned while their append is under way, but for where it is not taken', async () => {
    const first = rejectionOf(count('c1'));
    await given(1);
    const abandoned = here.abandon(counter, '1', 'c1', originOf('abandon'));
    await nothingMoves();
    expect(waiting).toHaveLength(1);
    waiting.shift()?.fail(unavailable());
    await first;
    await writing(abandoned);

    expect(await rejectionOf(writing(count('c1')))).toMatchObject({ code: 'COMMAND_ABANDONED' });
  });

  it('claim nothing for what the log has not confirmed', async () => {
    const claims = () => [reservationOf('colour', 'red')];
    const [first, busy] = [rejectionOf(count('c1')), rejectionOf(count('busy', { id: '2', claims }))];
    await given(2);
    // Somebody is at the stream of its claim, so that it cannot be written together with the act.
    const claiming = count('c2', { claims, cameAt: 0 });
    await nothingMoves();
    waiting.splice(1, 1)[0]?.fail(unavailable());
    await busy;
    await nothingMoves();
    expect(waiting).toHaveLength(1);

    waiting.shift()?.fail(unavailable());
    await first;
    await given(1);
    expect(waiting.map(({ requests }) => requests.map(({ stream }) => stream.split('-')[0]))).toEqual([
      ['Reservation', 'Counter'],
    ]);
    await writing(claiming);
  });
});
