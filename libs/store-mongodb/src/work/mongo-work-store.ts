import type { Db } from 'mongodb';
import {
  START,
  type AccessLogEntry,
  type Checkpoint,
  type Deadline,
  type ParkedInstance,
  type ProcessInstance,
  type WorkStore,
} from '#kernel';
import type { MongoServer } from '../connection/mongo-server.ts';
import { AccessLog } from './access-log.ts';
import { ProcessCheckpoints } from './process-checkpoints.ts';
import { ProcessInstances } from './process-instances.ts';

/**
 * What process managers owe, and the access log, in a MongoDB database. One instance is one document, with its state,
 * its unsent commands and its deadlines; the checkpoint follows. A save that is interrupted in between is folded again,
 * and finds instances that are as late already.
 */
export class MongoWorkStore implements WorkStore {
  readonly #server: MongoServer;
  readonly #checkpoints: ProcessCheckpoints;
  readonly #instances: ProcessInstances;
  readonly #accesses: AccessLog;
  /** Processes none of whose instances is left over that could be forgotten. */
  readonly #clean = new Set<string>();

  private constructor(server: MongoServer, database: Db) {
    this.#server = server;
    this.#checkpoints = new ProcessCheckpoints(database);
    this.#instances = new ProcessInstances(database);
    this.#accesses = new AccessLog(database);
  }

  /** Opens the store and compares its indexes with those it needs. */
  static async open(server: MongoServer, database: Db): Promise<MongoWorkStore> {
    const store = new MongoWorkStore(server, database);
    await server.run(() => Promise.all([store.#instances.open(), store.#accesses.open()]));
    return store;
  }

  async checkpoint(process: string): Promise<Checkpoint | undefined> {
    return this.#server.run(() => this.#checkpoints.get(process));
  }

  async load(process: string, keys: readonly string[]): Promise<ReadonlyMap<string, ProcessInstance>> {
    return this.#server.run(() => this.#instances.load(process, keys));
  }

  async save(
    process: string,
    instances: readonly ProcessInstance[],
    checkpoint: Checkpoint,
    epoch?: number,
  ): Promise<void> {
    await this.#server.run(async () => {
      if (instances.length > 0) await this.#saveInstances(process, instances, epoch);
      await this.#checkpoints.save(process, checkpoint, epoch);
      if (this.#clean.has(process)) return;
      await this.#instances.forget(process, checkpoint.position);
      this.#clean.add(process);
    });
  }

  async unsent(process: string, limit: number): Promise<readonly ProcessInstance[]> {
    return this.#server.run(() => this.#instances.unsent(process, limit));
  }

  async due(process: string, now: number, limit: number): Promise<readonly { key: string; deadline: Deadline }[]> {
    return this.#server.run(() => this.#instances.due(process, now, limit));
  }

  async nextDue(process: string): Promise<number | undefined> {
    return this.#server.run(() => this.#instances.nextDue(process));
  }

  /** An instance that is over after this is forgotten at the next save, when the checkpoint has surely passed it. */
  async settle(process: string, settled: readonly { key: string; commandId: string }[]): Promise<void> {
    const commands = Map.groupBy(settled, ({ key }) => key);
    this.#clean.delete(process);
    await this.#server.run(() =>
      this.#instances.change(process, [...commands.keys()], (before, key) => {
        const done = new Set(commands.get(key)?.map(({ commandId }) => commandId));
        return before && without(before, done);
      }),
    );
  }

  async park(process: string, key: string, parked: ParkedInstance | undefined): Promise<void> {
    this.#clean.delete(process);
    await this.#server.run(() =>
      this.#instances.change(process, [key], (before) => {
        if (!before && parked === undefined) return undefined;
        // An instance whose first event failed has no document yet; it stands before that event.
        const position = parked?.failedAt?.after ?? START;
        const { parked: _before, ...instance } = before ?? {
          key,
          position,
          state: undefined,
          unsent: [],
          deadlines: [],
        };
        return parked === undefined ? instance : { ...instance, parked };
      }),
    );
  }

  async parked(process: string): Promise<readonly ProcessInstance[]> {
    return this.#server.run(() => this.#instances.parked(process));
  }

  /** The checkpoint goes first: instances without it are folded again, a checkpoint without them would lose them. */
  async reset(process: string): Promise<void> {
    await this.#server.run(async () => {
      await this.#checkpoints.forget(process);
      await this.#instances.forgetAll(process);
    });
  }

  async processes(): Promise<readonly string[]> {
    return this.#server.run(() => this.#checkpoints.names());
  }

  async recordAccess(entries: readonly AccessLogEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = this.#accesses.identified(entries);
    await this.#server.run(() => this.#accesses.record(rows));
  }

  async accesses(filter: { subject?: string; actorId?: string; limit: number }): Promise<readonly AccessLogEntry[]> {
    return this.#server.run(() => this.#accesses.find(filter));
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }

  async #saveInstances(process: string, instances: readonly ProcessInstance[], epoch?: number): Promise<void> {
    const keys = instances.map(({ key }) => key);
    const [stored] = await Promise.all([
      this.#instances.epochs(process, keys),
      this.#checkpoints.refuseOlder(process, epoch),
    ]);
    if (await this.#instances.save(process, instances, stored, epoch)) this.#clean.delete(process);
  }
}

/** The instance without commands that were carried out; undefined when it owes none of them. */
function without(instance: ProcessInstance, done: ReadonlySet<string>): ProcessInstance | undefined {
  const unsent = instance.unsent.filter(({ commandId }) => !done.has(commandId));
  const deadlines = instance.deadlines.filter(({ command }) => !done.has(command.commandId));
  if (unsent.length === instance.unsent.length && deadlines.length === instance.deadlines.length) return undefined;
  return { ...instance, unsent, deadlines };
}
