import { MemoryEventStore } from '#store-memory';
import type { EventStore } from '../ports/event-store.ts';
import { counter, counterRegistry, decideCounter, originOf, SpecClock } from '../specification/counters.ts';
import { intercept, rejectionOf, unavailable } from '../specification/faults.ts';
import { CommandExecutor } from './command-executor.ts';
import type { CommandResult } from './command-request.ts';

const EVENTS = 2_500;

let store: MemoryEventStore;
/** From which revision each part was read. */
let parts: number[];
/** How many parts are read before the log is away. */
let partsUntilAway: number;
let cold: CommandExecutor;

function count(process: CommandExecutor, commandId: string, times: number): Promise<CommandResult> {
  return process.execute(counter, {
    id: '1',
    origin: originOf(commandId),
    decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: Array(times).fill(1) }, state, 9_999),
  });
}
const total = (): Promise<number> => cold.look(counter, '1', (state) => state.total);

beforeEach(async () => {
  store = new MemoryEventStore();
  parts = [];
  partsUntilAway = Infinity;
  const watched = intercept<EventStore>(store, {
    readStream: async (stream, from = 0, ...more) => {
      if (parts.length >= partsUntilAway) throw unavailable();
      parts.push(from);
      return store.readStream(stream, from, ...more);
    },
  });
  const clock = new SpecClock();
  cold = new CommandExecutor({ store: watched, registry: counterRegistry(), clock });
  await count(new CommandExecutor({ store, registry: counterRegistry(), clock }), 'long', EVENTS);
});

describe('a stream of thousands of events', () => {
  it('is folded part by part, so that no more than a part of it is in memory', async () => {
    expect(await total()).toBe(EVENTS);
    expect(parts).toEqual([0, 1_000, 2_000]);
  });

  it('has the command whose events lie in several parts answered with all of them', async () => {
    expect(await count(cold, 'long', 1)).toMatchObject({ revision: EVENTS - 1 });
    expect(await store.readStream('Counter-1')).toHaveLength(EVENTS);
  });

  it('counts for nothing while only some of its parts could be read', async () => {
    partsUntilAway = 2;
    expect(await rejectionOf(total())).toMatchObject({ code: 'STORE_UNAVAILABLE' });

    partsUntilAway = Infinity;
    expect(await total()).toBe(EVENTS);
    expect(await count(cold, 'next', 1)).toMatchObject({ revision: EVENTS });
  });
});
