import { ProjectionRunner } from '../projections/projection-runner.ts';
import { counterRegistry, SpecClock } from './counters.ts';

export type RunnerOptions = ConstructorParameters<typeof ProjectionRunner>[0];

/** The runners of a specification, which are stopped after it. */
export class Runners {
  readonly #defaults: () => Pick<RunnerOptions, 'log' | 'store' | 'projections'>;
  readonly #made: ProjectionRunner[] = [];

  /** @param defaults asked for each runner, as every specification has a log and a store of its own */
  constructor(defaults: () => Pick<RunnerOptions, 'log' | 'store' | 'projections'>) {
    this.#defaults = defaults;
  }

  make(options: Partial<RunnerOptions> = {}): ProjectionRunner {
    const shared = { registry: counterRegistry(), clock: new SpecClock() };
    const runner = new ProjectionRunner({ ...shared, ...this.#defaults(), ...options });
    this.#made.push(runner);
    return runner;
  }

  async run(options: Partial<RunnerOptions> = {}): Promise<ProjectionRunner> {
    const runner = this.make(options);
    await runner.start();
    return runner;
  }

  /** Stops all of them; the next ones are those of another specification. */
  async stop(): Promise<void> {
    await Promise.all(this.#made.splice(0).map((runner) => runner.stop()));
  }
}
