import { toTimestamp, type Clock } from '../clock.ts';
import { keyReused } from '../commands/refusals.ts';
import { asError, isSystemError, SystemError } from '../errors.ts';
import { Mutex } from '../mutex.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { WorkStore } from '../ports/work-store.ts';
import type { BuildProgress } from './build-projection.ts';
import { outlast } from './outlast.ts';
import type { ProjectionRunner } from './projection-runner.ts';
import { RebuildRecords, type RebuildJob } from './rebuild-job.ts';

interface RebuildJobsOptions {
  readonly runner: Pick<ProjectionRunner, 'rebuild' | 'build' | 'failure'>;
  /** Names of the projections whose rebuilds it does. */
  readonly projections: readonly string[];
  readonly work: WorkStore;
  readonly log: EventStore;
  readonly clock: Clock;
  /** Of the lease under which the runner runs. */
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
}

/** A rebuild that is being done here. */
interface Running {
  job: RebuildJob;
  readonly cancel: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Rebuilds that go on without whoever asked for them. Each is written down before it begins, so that the next process that
 * runs the projections, after a restart or under the next lease, does it anew: from the start, as that process may have been
 * started for the sake of its mended code.
 */
export class RebuildJobs {
  readonly #options: RebuildJobsOptions;
  readonly #records: RebuildRecords;
  readonly #running = new Map<string, Running>();
  /** One change at a time of what is written down. */
  readonly #writing = new Mutex();
  readonly #stop = new AbortController();
  #takenOver: Promise<void> | undefined;

  constructor(options: RebuildJobsOptions) {
    this.#options = options;
    this.#records = new RebuildRecords(options);
  }

  /** Takes up what a process before has left running. A store that is away is waited for. */
  async resume(): Promise<void> {
    const { projections, onError } = this.#options;
    const find = async (): Promise<readonly RebuildJob[]> => {
      await this.#takeOver();
      const jobs = await this.#records.of(...projections);
      return jobs.filter(({ state }) => state === 'running');
    };
    const patience = {
      what: 'rebuilds of before',
      signal: this.#stop.signal,
      onUnavailable: onError ?? (() => undefined),
    };
    const left = await outlast(find, patience).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
      return [];
    });
    for (const job of left) if (!this.#running.has(job.projection)) this.#run(job);
  }

  /**
   * Asks for a rebuild; returns when that is written down.
   * @param id of the command that asks: asked again, it stands for the rebuild that it stood for, and is told how that
   *   stands. There is no other memory of it
   * @throws SystemError PROJECTION_UNKNOWN | PROJECTION_NOT_READY; IDEMPOTENCY_KEY_REUSED when it stands for a rebuild of
   *   another projection; REBUILD_UNDER_WAY, naming the job that is running
   */
  async begin(projection: string, id: string): Promise<RebuildJob> {
    this.#options.runner.build(projection);
    await this.#takeOver();
    return this.#writing.run(async () => {
      const known = await this.asked(id);
      if (known && known.projection !== projection) throw keyReused(`a rebuild of ${known.projection}`);
      if (known) return known;
      const other = this.#running.get(projection);
      if (other) throw underWay(other.job);
      const job: RebuildJob = { job: id, projection, state: 'running', requestedAt: this.#now() };
      await this.#records.put(job);
      return this.#run(job);
    });
  }

  /** The rebuild that a command asked for, as it stands, whatever it is of. */
  async asked(id: string): Promise<RebuildJob | undefined> {
    const known = (await this.#records.of(...this.#options.projections)).find(({ job }) => job === id);
    return known && this.#asItStands(known);
  }

  /** How one stands. @throws SystemError REBUILD_UNKNOWN */
  async get(projection: string, id: string): Promise<RebuildJob> {
    return this.#asItStands(await this.#records.get(projection, id));
  }

  /**
   * Ends one that is running, and leaves the build that answers as it is. One that has ended stays as it ended.
   * @throws SystemError REBUILD_UNKNOWN
   */
  async cancel(projection: string, id: string): Promise<RebuildJob> {
    await this.#takeOver();
    const running = this.#running.get(projection);
    if (running?.job.job === id) {
      running.cancel.abort();
      await running.ended;
    }
    const job = await this.#records.get(projection, id);
    // Left by a runner that cannot go on: nobody does it.
    return job.state === 'running' ? this.#end(job, { state: 'cancelled' }) : job;
  }

  /** Leaves what is running to the next. To be called before the runner is stopped; then {@link ended}. */
  leave(): void {
    this.#stop.abort();
  }

  /** Resolves when nothing is running any more. */
  async ended(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ ended }) => ended));
  }

  #takeOver(): Promise<void> {
    this.#takenOver ??= this.#records.takeOver().catch((error: unknown) => {
      this.#takenOver = undefined;
      throw error;
    });
    return this.#takenOver;
  }

  #asItStands(stored: RebuildJob): RebuildJob {
    if (stored.state !== 'running') return stored;
    const running = this.#running.get(stored.projection);
    return running?.job.job === stored.job ? running.job : stored;
  }

  #run(job: RebuildJob): RebuildJob {
    const { projection } = job;
    const cancel = new AbortController();
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    const running: Running = { job, cancel, ended };
    this.#running.set(projection, running);
    void this.#carryOut(running)
      .catch((error: unknown) => this.#options.onError?.(error))
      .finally(() => {
        this.#running.delete(projection);
        resolve(undefined);
      });
    return job;
  }

  async #carryOut(running: Running): Promise<void> {
    const { runner, log } = this.#options;
    const { job, cancel } = running;
    try {
      const head = await log.head();
      const onProgress = ({ events, position }: BuildProgress): void => {
        running.job = { ...job, progress: { events, position, head } };
      };
      const { build, events } = await runner.rebuild(job.projection, onProgress, cancel.signal);
      await this.#end(job, { state: 'done', result: { build, events } });
    } catch (error) {
      if (this.#isLeft(error)) return;
      if (cancel.signal.aborted) await this.#end(job, { state: 'cancelled' });
      else await this.#end(job, { state: 'failed', error: told(error) });
    }
  }

  /** Whether the next process is to do it: this one no longer runs the projections. */
  #isLeft(error: unknown): boolean {
    if (this.#stop.signal.aborted || this.#options.runner.failure !== undefined) return true;
    return isSystemError(error, 'LEASE_LOST', 'LOG_CHANGED', 'LOG_REPLACED');
  }

  async #end(job: RebuildJob, how: Pick<RebuildJob, 'state' | 'result' | 'error'>): Promise<RebuildJob> {
    const ended: RebuildJob = { ...job, ...how, endedAt: this.#now() };
    const patience = {
      what: `the end of a rebuild of ${job.projection}`,
      signal: this.#stop.signal,
      onUnavailable: this.#options.onError ?? (() => undefined),
    };
    await outlast(() => this.#writing.run(() => this.#records.put(ended)), patience);
    return ended;
  }

  #now(): string {
    return toTimestamp(this.#options.clock.now());
  }
}

function told(error: unknown): NonNullable<RebuildJob['error']> {
  if (isSystemError(error)) return { code: error.code, message: error.message, facts: error.facts };
  return { code: 'INTERNAL_ERROR', message: asError(error).message, facts: {} };
}

function underWay({ projection, job }: RebuildJob): SystemError {
  return new SystemError('REBUILD_UNDER_WAY', `${projection} is being rebuilt already`, { projection, job });
}
