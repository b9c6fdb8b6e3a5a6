import { comparePositions, isAfter, START, SystemError } from '#kernel/domain';
import type { Checkpoint, Deadline, ParkedInstance, ProcessInstance, WorkStore } from '#kernel/ports';

interface Process {
  readonly instances: Map<string, ProcessInstance>;
  checkpoint: Checkpoint | undefined;
  epoch: number;
}

/** What process managers owe, in memory, for specs only: nothing survives the process. */
export class MemoryWorkStore implements WorkStore {
  readonly #processes = new Map<string, Process>();

  async takeOver(processes: readonly string[], epoch: number): Promise<void> {
    for (const process of processes) refuseOlder(process, this.#process(process), epoch);
    for (const process of processes) this.#process(process).epoch = epoch;
  }

  async checkpoint(process: string): Promise<Checkpoint | undefined> {
    return this.#processes.get(process)?.checkpoint;
  }

  async load(process: string, keys: readonly string[]): Promise<ReadonlyMap<string, ProcessInstance>> {
    const found = new Map<string, ProcessInstance>();
    for (const key of keys) {
      const instance = this.#processes.get(process)?.instances.get(key);
      if (instance) found.set(key, structuredClone(instance));
    }
    return found;
  }

  async save(
    process: string,
    instances: readonly ProcessInstance[],
    checkpoint: Checkpoint,
    epoch?: number,
  ): Promise<void> {
    const stored = this.#process(process);
    refuseOlder(process, stored, epoch);
    for (const instance of instances) {
      const before = stored.instances.get(instance.key);
      if (!before || !isAfter(before.position, instance.position)) put(stored, instance);
    }
    stored.checkpoint = { ...checkpoint };
    stored.epoch = Math.max(stored.epoch, epoch ?? 0);
  }

  async unsent(process: string, limit: number): Promise<readonly ProcessInstance[]> {
    return this.#instances(process)
      .filter(({ unsent, parked }) => unsent.length > 0 && !parked)
      .slice(0, limit);
  }

  async due(process: string, now: number, limit: number): Promise<readonly { key: string; deadline: Deadline }[]> {
    return this.#deadlines(process)
      .filter(({ deadline }) => deadline.dueAt <= now)
      .slice(0, limit);
  }

  async nextDue(process: string): Promise<number | undefined> {
    return this.#deadlines(process)[0]?.deadline.dueAt;
  }

  async settle(process: string, settled: readonly { key: string; commandId: string }[]): Promise<void> {
    const stored = this.#process(process);
    for (const { key, commandId } of settled) {
      const instance = stored.instances.get(key);
      if (!instance) continue;
      const unsent = instance.unsent.filter((command) => command.commandId !== commandId);
      const deadlines = instance.deadlines.filter(({ command }) => command.commandId !== commandId);
      put(stored, { ...instance, unsent, deadlines });
    }
  }

  async park(process: string, key: string, parked: ParkedInstance | undefined, epoch?: number): Promise<void> {
    const stored = this.#process(process);
    refuseOlder(process, stored, epoch);
    const position = parked?.failedAt?.after ?? START;
    const found = stored.instances.get(key) ?? { key, position, state: undefined, unsent: [], deadlines: [] };
    const { parked: _before, ...instance } = found;
    put(stored, parked === undefined ? instance : { ...instance, parked });
  }

  async parked(process: string): Promise<readonly ProcessInstance[]> {
    return this.#instances(process).filter(({ parked }) => parked !== undefined);
  }

  async reset(process: string): Promise<void> {
    const stored = this.#process(process);
    stored.instances.clear();
    stored.checkpoint = undefined;
  }

  async processes(): Promise<readonly string[]> {
    return [...this.#processes]
      .filter(([, { checkpoint, instances }]) => checkpoint !== undefined || instances.size > 0)
      .map(([process]) => process);
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  #process(process: string): Process {
    const known = this.#processes.get(process);
    if (known) return known;
    const empty = { instances: new Map(), checkpoint: undefined, epoch: 0 };
    this.#processes.set(process, empty);
    return empty;
  }

  /** In order of position. */
  #instances(process: string): ProcessInstance[] {
    const instances = [...(this.#processes.get(process)?.instances.values() ?? [])];
    return structuredClone(instances).sort((a, b) => comparePositions(a.position, b.position));
  }

  /** Of instances that are not parked, earliest first. */
  #deadlines(process: string): { key: string; deadline: Deadline }[] {
    return this.#instances(process)
      .filter(({ parked }) => parked === undefined)
      .flatMap(({ key, deadlines }) => deadlines.map((deadline) => ({ key, deadline })))
      .sort((a, b) => a.deadline.dueAt - b.deadline.dueAt);
  }
}

function refuseOlder(process: string, { epoch: seen }: Process, epoch: number | undefined): void {
  if (epoch === undefined || epoch >= seen) return;
  throw new SystemError('LEASE_LOST', `${process} was written under epoch ${seen}`, { process, epoch, seen });
}

/** An instance that is over and owes nothing is forgotten. */
function put({ instances }: Process, instance: ProcessInstance): void {
  const { key, state, unsent, deadlines, parked } = instance;
  const owes = unsent.length > 0 || deadlines.length > 0 || parked !== undefined;
  if (state === undefined && !owes) instances.delete(key);
  else instances.set(key, structuredClone(instance));
}
