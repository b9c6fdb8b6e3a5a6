import { MemoryEventStore } from '#store-memory';
import { CommandExecutor } from '../commands/command-executor.ts';
import { SystemError } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import { counter, counterRegistry, decideCounter, originOf, SpecClock } from '../specification/counters.ts';
import { intercept, rejectionOf, unavailable } from '../specification/faults.ts';
import { reservation, reservationId, reservationOf } from './reservation.ts';

let store: MemoryEventStore;

beforeEach(() => {
  store = new MemoryEventStore();
});

/** Counts one in a counter, for which values are reserved; the nth decision finds the nth limit, or the last. */
function count(
  id: string,
  commandId: string,
  values: string[],
  { limits = [100], log = store }: { limits?: number[]; log?: EventStore } = {},
) {
  let asked = 0;
  return executorOn(log).execute(counter, {
    id,
    origin: originOf(commandId),
    claims: () => values.map((value) => reservationOf('colour', value)),
    decide: (state) => {
      asked += 1;
      const limit = limits[Math.min(asked, limits.length) - 1]!;
      return decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, limit);
    },
  });
}

function executorOn(log: EventStore): CommandExecutor {
  return new CommandExecutor({ store: log, registry: counterRegistry(), clock: new SpecClock() });
}

/** For whom a value is reserved: command and target. */
async function holder(value: string): Promise<string | undefined> {
  const id = reservationId('colour', value);
  return executorOn(store).look(
    reservation,
    id,
    ({ heldFor }) => heldFor && `${heldFor.commandId} in ${heldFor.target.id}`,
  );
}

const typesIn = async (id: string): Promise<string[]> =>
  (await store.readStream(`Counter-${id}`)).map(({ type }) => type);

const failingAfterClaims = (claims: number): EventStore => {
  let appends = 0;
  return intercept<EventStore>(store, {
    append: async (request) => {
      appends += 1;
      if (appends > claims) throw unavailable();
      return store.append(request);
    },
  });
};

describe('a record that stands without events', () => {
  it('is gone on under as it is, also where a hash made now is another', async () => {
    const body = { hash: async () => 'made now', matches: async () => true };
    const record = { commandId: 'c1', route: 'POST /counters', bodyHash: 'of before', stream: 'Counter-1' } as const;
    // As a log that keeps records beside it: byte by byte.
    const log = intercept<EventStore>(store, {
      append: ({ idempotency, ...request }) =>
        idempotency?.bodyHash === record.bodyHash
          ? store.append(request)
          : Promise.reject(new SystemError('IDEMPOTENCY_RECORD_EXISTS', 'it stands', { record })),
    });

    const { events } = await executorOn(log).execute(counter, {
      id: '1',
      origin: originOf('c1', { idempotency: { route: record.route, body } }),
      decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, 100),
    });
    expect(events).toHaveLength(1);
  });
});

describe('the same command for another target, later', () => {
  it('is refused when its act was refused after its claim, which was given back', async () => {
    expect(await rejectionOf(count('1', 'c1', ['red'], { limits: [100, 0] }))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect(await holder('red')).toBeUndefined();

    expect(await rejectionOf(count('2', 'c1', ['red']))).toMatchObject({ code: 'COMMAND_ABANDONED', kind: 'conflict' });
    expect(await typesIn('2')).toEqual([]);
    await count('3', 'c2', ['red']);
    expect(await rejectionOf(count('2', 'c1', ['red']))).toMatchObject({ code: 'COMMAND_ABANDONED' });
    expect(await typesIn('2')).toEqual([]);
    expect(await holder('red')).toBe('c2 in 3');
  });

  it('is refused when it died after its claim, which stands for the first target and is not taken from it', async () => {
    await rejectionOf(count('1', 'c1', ['red'], { log: failingAfterClaims(1) }));
    expect(await holder('red')).toBe('c1 in 1');

    expect(await rejectionOf(count('2', 'c1', ['red']))).toMatchObject({ code: 'COMMAND_ABANDONED', kind: 'conflict' });
    expect(await typesIn('2')).toEqual([]);
    expect(await holder('red')).toBe('c1 in 1');
    await count('1', 'c1', ['red']);
    expect(await typesIn('1')).toEqual(['Counted']);
  });

  it('gives back what it has claimed anew', async () => {
    await rejectionOf(count('1', 'c1', ['green', 'red'], { log: failingAfterClaims(2) }));

    expect(await rejectionOf(count('2', 'c1', ['blue', 'red']))).toMatchObject({ code: 'COMMAND_ABANDONED' });
    expect(await typesIn('2')).toEqual(['CommandAbandoned']);
    expect([await holder('green'), await holder('blue'), await holder('red')]).toEqual([
      'c1 in 1',
      undefined,
      'c1 in 1',
    ]);
  });

  it('is refused also when it names its claims in another order', async () => {
    await rejectionOf(count('1', 'c1', ['green', 'red'], { log: failingAfterClaims(2) }));

    expect(await rejectionOf(count('2', 'c1', ['red']))).toMatchObject({ code: 'COMMAND_ABANDONED' });
    expect(await typesIn('2')).toEqual([]);
    expect(await holder('red')).toBe('c1 in 1');
  });
});
