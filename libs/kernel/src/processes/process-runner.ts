import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { deriveId } from '../commands/command-id.ts';
import { asError, isSystemError, SystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import { letEventsGather } from '../gather.ts';
import { Hearing } from '../hearing.ts';
import { Mutex } from '../mutex.ts';
import type { EventStore, LogBatch } from '../ports/event-store.ts';
import type { WorkStore } from '../ports/work-store.ts';
import { earliest, isAfter, START, type Position } from '../position.ts';
import { decodeTogether } from '../projections/decode-once.ts';
import { retryPause } from '../retry-pause.ts';
import type { Dispatch } from './dispatch.ts';
import { Outbox } from './outbox.ts';
import type { OnceCaughtUp, ProcessManager } from './process-manager.ts';
import { processStatusOf, type ProcessStatus } from './process-status.ts';
import { foldFailedAgain } from './retry-failed-folds.ts';
import { notOurs, RunningProcess } from './running-process.ts';
import { send } from './sender.ts';

interface RunnerOptions {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly work: WorkStore;
  readonly processes: readonly ProcessManager[];
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
}

/** A claim and its act are then mostly folded together, and nothing of them is stored. */
const GATHER_MS = 20;
const DEADLINE_POLL_MS = 250;
/** Runs process managers: follows the log, folds instances, gives the commands they plan, and fires deadlines. */
export class ProcessRunner {
  readonly #options: RunnerOptions;
  readonly #stop = new AbortController();
  readonly #instances = new Mutex();
  readonly #running = new Map<string, RunningProcess>();
  #loops: Promise<unknown> = Promise.resolve();
  #batchDone = Promise.withResolvers<undefined>();
  readonly #caughtUp = Promise.withResolvers<undefined>();
  #hearing: Hearing | undefined;
  #error: Error | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /**
   * @throws SystemError LOG_REPLACED when a process has read another log, or beyond the end of this one; LEASE_LOST when
   *   another runs under a later lease
   */
  async start(): Promise<void> {
    const { log, work, processes, epoch } = this.#options;
    // Before anything is read: whoever ran before may be writing until then.
    const names = processes.map(({ name }) => name);
    if (epoch !== undefined) await work.takeOver(names, epoch);
    const logId = await log.logId();
    const head = await log.head();
    for (const process of processes) {
      const checkpoint = (await work.checkpoint(process.name)) ?? { logId, position: START };
      if (checkpoint.logId !== logId || isAfter(checkpoint.position, head)) throw notOurs(process, checkpoint, head);
      const outbox = new Outbox({
        process,
        ...this.#options,
        instances: this.#instances,
        signal: this.#stop.signal,
      });
      this.#running.set(process.name, new RunningProcess(this.#options, { process, outbox, checkpoint }));
    }
    for (const { outbox } of this.#running.values()) outbox.start();
    this.#loops = Promise.all([this.#follow(), this.#pollDeadlines(head), this.#giveOnceCaughtUp(head)]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loops;
    for (const { outbox } of this.#running.values()) await outbox.stopped();
  }

  /** Resolves when it no longer follows the log: told to stop, or because it cannot go on. */
  async ended(): Promise<void> {
    await this.#loops;
  }

  /** Why it cannot go on. */
  get failure(): Error | undefined {
    return this.#error;
  }

  async status(): Promise<readonly ProcessStatus[]> {
    const { log, work } = this.#options;
    const standing = [...this.#running.values()].map(({ process: { name: process }, checkpoint: { position } }) => ({
      ...{ process, position },
    }));
    const missed = await this.#hearing?.missed(log);
    // After the checkpoints: an older one may lie before them.
    const head = await log.head();
    return Promise.all(
      standing.map(async ({ process, position }) =>
        processStatusOf({
          ...{ process, position, head, missed, failure: this.#error?.message },
          parked: await work.parked(process),
        }),
      ),
    );
  }

  /**
   * Tries parked instances again: refused commands are given again, failed folds folded again from where they failed.
   * @returns how many instances were taken up
   */
  async retry(name: string): Promise<number> {
    const running = this.#running.get(name);
    if (!running) {
      const known = [...this.#running.keys()];
      throw new SystemError('PROCESS_UNKNOWN', `no process manager is called ${name}: there are ${known.join(', ')}`, {
        ...{ process: name, known },
      });
    }
    const { work, epoch } = this.#options;
    const parked = await this.#instances.run(async () => {
      const waiting = await work.parked(name);
      // The later of the two: what was read without a change is not saved at once, what was saved may be in doubt.
      const saved = await running.storedCheckpoint();
      const checkpoint = isAfter(saved.position, running.checkpoint.position) ? saved : running.checkpoint;
      const folded = await foldFailedAgain(this.#options, running.process, waiting, checkpoint);
      if (folded.length > 0) await work.save(name, folded, checkpoint, epoch);
      const refused = waiting.filter((instance) => !instance.parked?.failedAt);
      for (const { key } of refused) await work.park(name, key, undefined, epoch);
      return waiting;
    });
    running.outbox.readAgain();
    return parked.length;
  }

  /**
   * Fires deadlines that are due by the clock, until none is left.
   * @returns how many commands were given
   */
  async fireDue(): Promise<number> {
    let fired = 0;
    if (this.#stop.signal.aborted) return fired;
    for (const { outbox } of this.#running.values()) {
      for (let round = await outbox.fireDue(); round > 0; round = await outbox.fireDue()) fired += round;
    }
    return fired;
  }

  /**
   * Resolves when what the log held at the start is dealt with, as far as process managers say so in it: see
   * {@link ProcessManager.onceCaughtUp}. Also when it was stopped before.
   */
  async caughtUp(): Promise<void> {
    await this.#caughtUp.promise;
  }

  /** Resolves when every event is folded and every command that came of it was given; for demonstrations and tests. */
  async settled(): Promise<void> {
    for (;;) {
      const head = await this.#options.log.head();
      const running = [...this.#running.values()];
      while (this.#behind(head)) {
        this.#refuseStopped();
        await this.#batchDone.promise;
      }
      while (running.some(({ outbox }) => outbox.working)) {
        this.#refuseStopped();
        await sleep(1);
      }
      if ((await this.#options.log.head()) === head) return;
    }
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#instances.run(() => this.#readAgain());
        this.#announceBatch();
        const [first = START, ...others] = [...this.#running.values()].map(({ checkpoint }) => checkpoint.position);
        const after = earliest(first, ...others);
        const hearing = (this.#hearing = new Hearing(after));
        for await (const batch of this.#options.log.subscribe({ after, signal })) {
          await this.#apply(batch);
          hearing.handed(batch);
          this.#announceBatch();
          await letEventsGather(batch, GATHER_MS, signal);
        }
      } catch (error) {
        this.#options.onError?.(error);
        if (!isSystemError(error, 'STORE_UNAVAILABLE')) {
          // Stopped altogether: what a fold has not seen may have taken a deadline back, and another may run by now.
          this.#error = asError(error);
          this.#stop.abort();
        }
        await retryPause(signal);
      }
    }
    this.#announceBatch();
  }

  async #readAgain(): Promise<void> {
    for (const running of this.#running.values()) await running.readAgain();
  }

  async #apply(batch: LogBatch): Promise<void> {
    const { log, registry } = this.#options;
    const decode = decodeTogether(registry);
    const logId = await log.logId();
    for (const event of batch.events) registry.skip(event);
    for (const running of this.#running.values()) {
      await this.#instances.run(() => running.fold(batch, { logId, decode }));
    }
  }

  /** @param head folded before the first deadline fires: what is there may have taken a deadline back */
  async #pollDeadlines(head: Position): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted && this.#behind(head)) await this.#batchDone.promise;
    while (!signal.aborted) {
      await this.fireDue().catch((error: unknown) => this.#options.onError?.(error));
      await sleep(DEADLINE_POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** @param head what was there at the start */
  async #giveOnceCaughtUp(head: Position): Promise<void> {
    const { dispatch, onError } = this.#options;
    const { signal } = this.#stop;
    const asking = [...this.#running.values()].filter(({ process }) => process.onceCaughtUp);
    for (const running of asking) {
      const { name: process, onceCaughtUp } = running.process;
      if (!onceCaughtUp || !(await this.#wasOlder(onceCaughtUp, head))) continue;
      const commandId = deriveId('process', process, 'caught-up', head);
      const command = { ...onceCaughtUp.command, commandId, causationId: commandId, correlationId: commandId };
      while (!signal.aborted) {
        if (isAfter(head, running.checkpoint.position)) await this.#batchDone.promise;
        else if (running.outbox.working) await sleep(1);
        else {
          const sent = await send(dispatch, process, command);
          if (sent.outcome === 'done') break;
          if (sent.outcome !== 'not yet') onError?.(sent.error);
          await retryPause(signal);
        }
      }
    }
    this.#caughtUp.resolve(undefined);
  }

  /** Whether the log was older at the start; false when stopped before that is known. */
  async #wasOlder({ isOlder }: OnceCaughtUp, head: Position): Promise<boolean> {
    const { log, onError } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        for await (const { events } of log.readLog({ after: START, until: head })) {
          for (const event of events) {
            const told = isOlder(event);
            if (told !== undefined) return told;
          }
        }
        return false;
      } catch (error) {
        onError?.(error);
        // A log that is damaged tells nothing, and no start waits until it is mended.
        if (!isSystemError(error, 'STORE_UNAVAILABLE')) return false;
        await retryPause(signal);
      }
    }
    return false;
  }

  #behind(head: Position): boolean {
    return [...this.#running.values()].some(({ checkpoint }) => isAfter(head, checkpoint.position));
  }

  #announceBatch(): void {
    this.#batchDone.resolve(undefined);
    this.#batchDone = Promise.withResolvers();
  }

  #refuseStopped(): void {
    if (this.#error !== undefined) throw this.#error;
    if (this.#stop.signal.aborted) throw new SystemError('STORE_UNAVAILABLE', 'the process managers were stopped');
  }
}
