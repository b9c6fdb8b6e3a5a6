import { asError, isSystemError, SystemError } from '#kernel/domain';
import type { LeaseStore } from '#kernel/ports';
import { LeaseKeeper } from '#kernel/execution';

/** What follows the log until it is told to stop. */
export interface Runner {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when it no longer follows. */
  ended(): Promise<void>;
  /** Why it cannot go on. */
  readonly failure: Error | undefined;
}

/** A runner that this process has, may have, or has not. */
export interface Hosted<R extends Runner> {
  /** @throws SystemError RUNS_ELSEWHERE when another process has it */
  get(): R;
  /** Undefined while another process has it. */
  find(): R | undefined;
  /** Why this process could not go on when it had it last. */
  readonly failure: Error | undefined;
  start(): Promise<void>;
  /** Resolves when it has begun here. */
  running(): Promise<void>;
  stop(): Promise<void>;
}

/** The runner of an installation of one process. */
export class HostedAlone<R extends Runner> implements Hosted<R> {
  constructor(private readonly runner: R) {}

  get(): R {
    return this.runner;
  }

  find(): R {
    return this.runner;
  }

  get failure(): Error | undefined {
    return this.runner.failure;
  }

  start(): Promise<void> {
    return this.runner.start();
  }

  async running(): Promise<void> {
    // It runs when `start` has returned.
  }

  stop(): Promise<void> {
    return this.runner.stop();
  }
}

/** A runner that workers have. */
export class HostedElsewhere<R extends Runner> implements Hosted<R> {
  readonly failure = undefined;

  constructor(private readonly name: string) {}

  get(): never {
    throw runsElsewhere(this.name);
  }

  find(): undefined {
    return undefined;
  }

  async start(): Promise<void> {
    // Workers start it.
  }

  async running(): Promise<void> {
    return this.get();
  }

  async stop(): Promise<void> {
    // Workers stop it.
  }
}

interface LeaseOptions<R> {
  /** What is run, for the lease and for messages. */
  readonly name: string;
  readonly leases: LeaseStore;
  readonly holder: string;
  /** Milliseconds. */
  readonly ttl: number;
  /** A runner that writes under this epoch: one for each time that the lease is taken. */
  readonly make: (epoch: number) => R;
  /** Told when it runs here no more: whoever looks for the worker that has it must not be misled. */
  readonly onEnded: () => void;
  readonly onError: (error: unknown) => void;
}

/** A runner that one of several workers has: whichever holds the lease. */
export class HostedUnderLease<R extends Runner> implements Hosted<R> {
  readonly #options: LeaseOptions<R>;
  readonly #keeper: LeaseKeeper;
  #runner: R | undefined;
  #failure: Error | undefined;
  readonly #began = Promise.withResolvers<undefined>();

  constructor(options: LeaseOptions<R>) {
    this.#options = options;
    this.#keeper = new LeaseKeeper({
      ...options,
      work: async (epoch, signal) => {
        if (!signal.aborted) await this.#run(epoch, signal);
      },
    });
  }

  get(): R {
    if (this.#runner) return this.#runner;
    throw runsElsewhere(this.#options.name);
  }

  find(): R | undefined {
    return this.#runner;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  async start(): Promise<void> {
    this.#keeper.start();
  }

  async running(): Promise<void> {
    await this.#began.promise;
  }

  stop(): Promise<void> {
    return this.#keeper.stop();
  }

  async #run(epoch: number, signal: AbortSignal): Promise<void> {
    const runner = this.#options.make(epoch);
    const stop = (): void => void runner.stop();
    signal.addEventListener('abort', stop);
    this.#runner = runner;
    try {
      await runner.start();
      this.#failure = undefined;
      this.#began.resolve(undefined);
      await runner.ended();
      // Its lease goes to another, which may know what this one does not: an event of a newer version.
      if (runner.failure) throw runner.failure;
    } catch (error) {
      if (!signal.aborted && !passes(error)) this.#failure = asError(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#runner = undefined;
      await runner.stop();
      this.#options.onEnded();
    }
  }
}

/** Another has the lease, or soon will: no reason to say that nothing goes on. */
function passes(error: unknown): boolean {
  return isSystemError(error, 'LEASE_LOST', 'STORE_UNAVAILABLE');
}

function runsElsewhere(name: string): SystemError {
  return new SystemError(
    'RUNS_ELSEWHERE',
    `this process does not run the ${name}; ask the worker that does (its log says that it has taken them over)`,
    { part: name },
  );
}
