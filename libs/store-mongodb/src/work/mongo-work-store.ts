import { START } from '#kernel/domain';
import type { Checkpoint, Deadline, ParkedInstance, ProcessInstance, WorkStore } from '#kernel/ports';
import type { Database, MongoServer } from '../connection/mongo-server.ts';
import { ProcessCheckpoints } from './process-checkpoints.ts';
import { ProcessInstances } from './process-instances.ts';

/**
 * What process managers owe, in a MongoDB database. One instance is one document, with its state, its unsent commands
 * and its deadlines; the checkpoint follows. A save that is interrupted in between is folded again,
 * and finds instances that are as late already.
 */
export class MongoWorkStore implements WorkStore {
  readonly #server: MongoServer;
  readonly #checkpoints: ProcessCheckpoints;
  readonly #instances: ProcessInstances;
  /** Processes none of whose instances is left over that could be forgotten. */
  readonly #clean = new Set<string>();

  private constructor(server: MongoServer, database: Database) {
    this.#server = server;
    this.#checkpoints = new ProcessCheckpoints(database);
    this.#instances = new ProcessInstances(database);
  }

  /** Opens the store and compares its indexes with those it needs. */
  static async open(server: MongoServer, database: Database): Promise<MongoWorkStore> {
    const store = new MongoWorkStore(server, database);
    await server.run(() => store.#instances.open(server.indexBuilds));
    return store;
  }

  async takeOver(processes: readonly string[], epoch: number): Promise<void> {
    for (const process of processes) await this.#server.run(() => this.#takeOver(process, epoch));
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

  async park(process: string, key: string, parked: ParkedInstance | undefined, epoch?: number): Promise<void> {
    this.#clean.delete(process);
    const mark = (before: ProcessInstance | undefined): ProcessInstance | undefined => {
      if (!before && parked === undefined) return undefined;
      // An instance whose first event failed has no document yet; it stands before that event.
      const position = parked?.failedAt?.after ?? START;
      const nothing: ProcessInstance = { key, position, state: undefined, unsent: [], deadlines: [] };
      const { parked: _before, ...instance } = before ?? nothing;
      return parked === undefined ? instance : { ...instance, parked };
    };
    await this.#server.run(async () => {
      const under = await this.#checkpoints.refuseOlder(process, epoch);
      await this.#instances.change(process, [key], mark, under);
    });
  }

  async parked(process: string): Promise<readonly ProcessInstance[]> {
    return this.#server.run(() => this.#instances.parked(process));
  }

  /** The checkpoint goes last: as long as it is there, of a log that is no more, no runner starts on what is left. */
  async reset(process: string): Promise<void> {
    await this.#server.run(async () => {
      await this.#instances.forgetAll(process);
      await this.#checkpoints.forget(process);
    });
  }

  async processes(): Promise<readonly string[]> {
    return this.#server.run(async () => {
      const names = await Promise.all([this.#checkpoints.names(), this.#instances.processes()]);
      return [...new Set(names.flat())].sort();
    });
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }

  /** The process first, then its instances: from the one on no checkpoint moves, from the other on no instance changes. */
  async #takeOver(process: string, epoch: number): Promise<void> {
    const adopted = await this.#checkpoints.takeOver(process, epoch);
    await this.#instances.takeOver(process, adopted, epoch);
    await this.#checkpoints.adopted(process, epoch);
    this.#clean.delete(process);
  }

  async #saveInstances(process: string, instances: readonly ProcessInstance[], epoch?: number): Promise<void> {
    const keys = instances.map(({ key }) => key);
    const [stored, under] = await Promise.all([
      this.#instances.epochs(process, keys),
      this.#checkpoints.refuseOlder(process, epoch),
    ]);
    if (await this.#instances.save(process, instances, { stored, under, epoch })) this.#clean.delete(process);
  }
}

/** The instance without commands that were carried out; undefined when it owes none of them. */
function without(instance: ProcessInstance, done: ReadonlySet<string>): ProcessInstance | undefined {
  const unsent = instance.unsent.filter(({ commandId }) => !done.has(commandId));
  const deadlines = instance.deadlines.filter(({ command }) => !done.has(command.commandId));
  if (unsent.length === instance.unsent.length && deadlines.length === instance.deadlines.length) return undefined;
  return { ...instance, unsent, deadlines };
}
