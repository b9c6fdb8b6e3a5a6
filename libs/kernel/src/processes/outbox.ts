import { setTimeout as sleep } from 'node:timers/promises';
import { toTimestamp, type Clock } from '../clock.ts';
import type { Mutex } from '../mutex.ts';
import type { Deadline, ParkedInstance, PlannedCommand, ProcessInstance, WorkStore } from '../ports/work-store.ts';
import type { Dispatch } from './dispatch.ts';
import { isOwed, oneAtATime, type Give } from './one-at-a-time.ts';
import type { ProcessManager } from './process-manager.ts';
import { send } from './sender.ts';

interface OutboxOptions {
  readonly process: Pick<ProcessManager, 'name' | 'goesOnWhenRefused' | 'oneAtATime'>;
  readonly work: WorkStore;
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  /** Shared with the fold: instances are never written by both at once. */
  readonly instances: Mutex;
  readonly signal: AbortSignal;
  readonly onError?: (error: unknown) => void;
}

const INSTANCES_PER_ROUND = 200;
/** So many may wait for their time before those behind them wait as well. */
const MOST_NOT_YET = 2_000;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_MS = 50;

/**
 * Carries out what a process manager owes: unsent commands, in order within an instance, and deadlines that are due.
 * Both were stored before they are given, and are forgotten after; a crash in between repeats them under the same id.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  /** Of the process manager. */
  readonly #name: string;
  readonly #goesOnWhenRefused: boolean;
  readonly #give: Give;
  #wake = Promise.withResolvers<undefined>();
  #running: Promise<void> = Promise.resolve();
  /** Woken since the round in hand began. */
  #woken = false;
  #working = true;
  /** Instances whose command was refused for now, which the next round looks past. */
  #notYet = 0;
  /** No deadline is due before this time, in milliseconds: only whoever holds this outbox sets any. */
  #noneBefore = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#name = options.process.name;
    this.#goesOnWhenRefused = options.process.goesOnWhenRefused ?? false;
    const { process, work, signal } = options;
    const give: Give = (_key, command) => send(options.dispatch, process.name, command);
    this.#give = process.oneAtATime === true ? oneAtATime({ process: process.name, work, signal, give }) : give;
  }

  start(): void {
    this.#options.signal.addEventListener('abort', () => {
      this.wake();
    });
    this.#running = this.#run();
  }

  async stopped(): Promise<void> {
    await this.#running;
  }

  /** Deadlines that were just stored. */
  deadlinesSet(deadlines: readonly Deadline[]): void {
    for (const { dueAt } of deadlines) this.#noneBefore = Math.min(this.#noneBefore, dueAt);
  }

  /** What is stored may be other than what was seen here: it is read again. */
  readAgain(): void {
    this.#noneBefore = 0;
    this.wake();
  }

  /** There may be something to send. */
  wake(): void {
    this.#woken = this.#working = true;
    this.#wake.resolve(undefined);
  }

  /** True while commands are being given or wait to be. */
  get working(): boolean {
    return this.#working;
  }

  /**
   * Gives every command whose deadline is due.
   * @returns how many were given
   */
  async fireDue(): Promise<number> {
    const { clock } = this.#options;
    const now = clock.now();
    // A look at the store costs more than this, four times a second for each process.
    if (now < this.#noneBefore) return 0;
    this.#noneBefore = Infinity;
    const due = await this.#dueAt(now);
    const byInstance = Map.groupBy(due, ({ key }) => key);
    const sent = await Promise.all(
      [...byInstance].map(([key, rows]) =>
        this.#sendInOrder(
          key,
          rows.map(({ deadline }) => deadline.command),
        ),
      ),
    );
    return sent.reduce((sum, { done }) => sum + done, 0);
  }

  /** What is due; when nothing is, remembers until when. A deadline set meanwhile counts too. */
  async #dueAt(now: number): Promise<readonly { key: string; deadline: Deadline }[]> {
    const { work } = this.#options;
    const process = this.#name;
    try {
      const due = await work.due(process, now, INSTANCES_PER_ROUND);
      const next = due.length > 0 ? 0 : ((await work.nextDue(process)) ?? Infinity);
      this.#noneBefore = Math.min(this.#noneBefore, next);
      return due;
    } catch (error) {
      this.#noneBefore = 0;
      throw error;
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#options;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      this.#wake = Promise.withResolvers();
      this.#woken = false;
      const round = await this.#round();
      if (round === 'later') {
        await sleep(pause, undefined, { signal }).catch(() => undefined);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        continue;
      }
      pause = FIRST_PAUSE_MS;
      if (round === 'more' || this.#wokenMeanwhile()) continue;
      this.#working = false;
      await this.#wake.promise;
    }
  }

  #wokenMeanwhile(): boolean {
    return this.#woken;
  }

  /** @returns whether there may be more, everything is sent, or something must wait */
  async #round(): Promise<'more' | 'empty' | 'later'> {
    try {
      const { work } = this.#options;
      const instances = await work.unsent(this.#name, INSTANCES_PER_ROUND + Math.min(this.#notYet, MOST_NOT_YET));
      this.#notYet = 0;
      if (instances.length === 0) return 'empty';
      const results = await Promise.all(
        instances.map((instance: ProcessInstance) => this.#sendInOrder(instance.key, instance.unsent)),
      );
      return results.some(({ later }) => later) ? 'later' : 'more';
    } catch (error) {
      this.#options.onError?.(error);
      return 'later';
    }
  }

  async #sendInOrder(key: string, commands: readonly PlannedCommand[]): Promise<{ done: number; later: boolean }> {
    const { work, instances, onError } = this.#options;
    const process = this.#name;
    const settled: { key: string; commandId: string }[] = [];
    let later = false;
    for (const command of commands) {
      const sent = await this.#give(key, command);
      if (sent.outcome === 'done') {
        settled.push({ key, commandId: command.commandId });
        continue;
      }
      if (sent.outcome === 'later') {
        onError?.(sent.error);
        later = true;
      } else if (sent.outcome === 'not yet') {
        this.#notYet += 1;
        later = true;
      } else {
        await instances.run(() => this.#park(key, command, sent.error));
        if (this.#goesOnWhenRefused) continue;
      }
      break;
    }
    if (settled.length > 0) await instances.run(() => work.settle(process, settled));
    return { done: settled.length, later };
  }

  /** The fold went on while the command was given: it may want it no longer, or have failed itself. */
  async #park(key: string, command: PlannedCommand, error: string): Promise<void> {
    const { work, clock, epoch } = this.#options;
    const process = this.#name;
    const { commandId } = command;
    const instance = (await work.load(process, [key])).get(key);
    if (!instance || !isOwed(commandId, instance)) return;
    const mark = { error, since: toTimestamp(clock.now()), commandId };
    if (this.#goesOnWhenRefused && !isAside(key, command)) return this.#setAside(instance, command, mark);
    const failedAt = instance.parked?.failedAt;
    await work.park(process, key, { ...mark, ...(failedAt ? { failedAt } : {}) }, epoch);
  }

  /**
   * Makes an instance of its own of a refused command, which waits for a person. Killed in between, it is owed twice under
   * one id, and the one that waits is found done once the other was.
   */
  async #setAside({ key, position }: ProcessInstance, command: PlannedCommand, parked: ParkedInstance): Promise<void> {
    const { work, epoch } = this.#options;
    const process = this.#name;
    const checkpoint = await work.checkpoint(process);
    if (!checkpoint) throw new TypeError(`${process} owes commands and has read nothing`);
    const aside = { key: asideKey(key, command), position, state: undefined, unsent: [command], deadlines: [], parked };
    await work.save(process, [aside], checkpoint, epoch);
    await work.settle(process, [{ key, commandId: command.commandId }]);
  }
}

const asideKey = (key: string, { commandId }: PlannedCommand): string => `${key}/${commandId}`;
const isAside = (key: string, { commandId }: PlannedCommand): boolean => key.endsWith(`/${commandId}`);
