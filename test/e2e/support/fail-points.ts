import { writeSync } from 'node:fs';
import type { Stores } from '#composition';
import type { AppendRequest } from '#kernel/ports';

/** What is about to be written, where a process may die. */
export type FailPoint = (what: string) => Promise<void>;

/**
 * Numbers what a process is about to write, says each on standard output, and dies at one of them as by `kill -9`. A store is
 * as after the write before until the next one is done, so these are all the states that a crash can leave.
 * @param at number of the point to die at, from 1; 0 to go through
 */
export function failPoints(at: number): FailPoint {
  let passed = 0;
  return async (what) => {
    passed += 1;
    // At once, whatever becomes of the process.
    writeSync(1, `point ${String(passed)}: before ${what}\n`);
    if (passed !== at) return;
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  };
}

/**
 * Stores that come by a fail point before every append, and before every write of what these process managers know and owe.
 * @param processes names of process managers
 */
export function storesWithFailPoints(stores: Stores, processes: readonly string[], point: FailPoint): Stores {
  const { eventStore, work } = stores;
  const { append, appendTogether } = eventStore;
  const before = (...requests: readonly AppendRequest[]): Promise<void> => {
    const told = requests.map(({ stream, events }) => `${events.map(({ type }) => type).join(', ')} to ${stream}`);
    return point(`append of ${told.join(' and of ')}`);
  };
  return {
    ...stores,
    eventStore: intercepted(eventStore, {
      append: async (request) => {
        await before(request);
        return append.call(eventStore, request);
      },
      ...(appendTogether && {
        appendTogether: async (requests: readonly AppendRequest[]) => {
          await before(...requests);
          return appendTogether.call(eventStore, requests);
        },
      }),
    }),
    work: intercepted(work, {
      save: async (process, ...rest) => {
        if (processes.includes(process)) await point(`save of ${process}`);
        return work.save(process, ...rest);
      },
      settle: async (process, settled) => {
        if (processes.includes(process)) await point(`settling of ${process}`);
        return work.settle(process, settled);
      },
    }),
  };
}

/** The same object with some methods of its own, which may have private fields; it calls its former ones itself. */
export function intercepted<T extends object>(target: T, methods: Partial<T>): T {
  return new Proxy(target, {
    get: (object, name) => {
      const own = methods[name as keyof T];
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(object, name, object);
      return typeof value === 'function' ? (value.bind(object) as unknown) : value;
    },
  });
}
