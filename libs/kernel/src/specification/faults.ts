import { SystemError } from '../errors.ts';

/**
 * A store of which some methods are replaced, to inject faults into a real one. The replacements usually call the real
 * store, before or instead of failing.
 */
export function intercept<Store extends object>(store: Store, replaced: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in replaced ? replaced : target, name);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}

/** What a store throws that cannot answer now. */
export function unavailable(): SystemError {
  return new SystemError('STORE_UNAVAILABLE', 'the store is down');
}

/** What a store throws that does not know whether it has written. */
export function outcomeUnknown(): SystemError {
  return new SystemError('OUTCOME_UNKNOWN', 'the connection was lost while writing');
}

/** Lets parties meet: each `arrive` waits until all have arrived. */
export class Gate {
  readonly #open = Promise.withResolvers<undefined>();
  readonly #reached = Promise.withResolvers<undefined>();

  /** Waits at the gate until it is opened. */
  async pass(): Promise<void> {
    this.#reached.resolve(undefined);
    await this.#open.promise;
  }

  /** Resolves when somebody stands at the gate. */
  async reached(): Promise<void> {
    await this.#reached.promise;
  }

  open(): void {
    this.#open.resolve(undefined);
  }
}

/** Waits until a condition holds, turn by turn of the event loop; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}
