import type { Position } from '../position.ts';
import type { Checkpoint } from './read-model-store.ts';

/** A command that a process manager wants carried out: a name the dispatcher knows, and its JSON payload. */
export interface PlannedCommand {
  /** Deterministic: planning the same command again gives the same id. */
  readonly commandId: string;
  readonly name: string;
  readonly data: unknown;
  /** Event that made it necessary. */
  readonly causationId: string;
  readonly correlationId: string;
  /** What of the instance it is about: a later command about the same takes its place while it is not sent. */
  readonly about?: string;
}

/** A command that becomes due at a time. */
export interface Deadline {
  /** Unique within its instance; setting it again replaces it. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly command: PlannedCommand;
}

/** What a process manager remembers of one run of its process, with what it still owes. */
export interface ProcessInstance {
  readonly key: string;
  /** Of the event folded last. */
  readonly position: Position;
  /** JSON; undefined when the process is over (a tombstone, or nothing at all). */
  readonly state: unknown;
  readonly unsent: readonly PlannedCommand[];
  readonly deadlines: readonly Deadline[];
  readonly parked?: ParkedInstance;
}

/** Why an instance waits for a person: a command of it was refused, or its fold failed on an event. */
export interface ParkedInstance {
  readonly error: string;
  /** RFC 3339. */
  readonly since: string;
  /** The command that was refused. */
  readonly commandId?: string;
  /** Where the fold failed: later events of the instance wait, and a retry reads the log after `after`. */
  readonly failedAt?: { readonly position: Position; readonly after: Position };
}

/**
 * Most bytes of one instance with all that it owes, as JSON in UTF-8: every store holds that. MongoDB holds 16 MiB in one
 * document; what comes near it is no process that somebody meant.
 */
export const MAX_INSTANCE_BYTES = 8 * 1024 * 1024;

/**
 * What cannot be rebuilt from the log alone: process instances with their checkpoints, unsent commands and deadlines.
 * Conformance suite: `test/conformance/work-store.ts`.
 */
export interface WorkStore {
  /**
   * From here on whoever saves or parks under an older epoch is refused, in each of these processes. To be done by a new
   * holder of the lease before anything is read: what is there becomes its own, and what an older writer still brings in
   * afterwards this handle passes over.
   * @throws SystemError LEASE_LOST when a later epoch has taken over
   */
  takeOver(processes: readonly string[], epoch: number): Promise<void>;
  checkpoint(process: string): Promise<Checkpoint | undefined>;
  load(process: string, keys: readonly string[]): Promise<ReadonlyMap<string, ProcessInstance>>;
  /**
   * Writes instances (guarded: never one with a lower position than the stored one; an equal position is written, since
   * parking changes nothing but the mark), then the checkpoint. State, unsent commands and deadlines of one instance go
   * together. An instance without state, unsent commands, deadlines and mark may be forgotten, but not before
   * the checkpoint has passed its position: its events would be folded again without what it knew.
   * @throws SystemError LEASE_LOST when a later epoch has saved or taken over; the checkpoint was not moved
   */
  save(process: string, instances: readonly ProcessInstance[], checkpoint: Checkpoint, epoch?: number): Promise<void>;

  /** Instances with unsent commands, parked ones aside, in order of position. */
  unsent(process: string, limit: number): Promise<readonly ProcessInstance[]>;
  /** Deadlines due at or before `now` (milliseconds), earliest first, parked instances aside. */
  due(process: string, now: number, limit: number): Promise<readonly { key: string; deadline: Deadline }[]>;
  /** Time of the next deadline, parked instances aside. */
  nextDue(process: string): Promise<number | undefined>;
  /** Forgets unsent commands that were carried out, and deadlines that stand for the same command ids. */
  settle(process: string, settled: readonly { readonly key: string; readonly commandId: string }[]): Promise<void>;
  /**
   * Parks an instance, or clears that when `parked` is undefined.
   * @throws SystemError LEASE_LOST when a later epoch has saved or taken over
   */
  park(process: string, key: string, parked: ParkedInstance | undefined, epoch?: number): Promise<void>;
  parked(process: string): Promise<readonly ProcessInstance[]>;
  /** Forgets everything of a process manager, so that it folds the log again from its start. May be repeated. */
  reset(process: string): Promise<void>;
  /** Those of which a checkpoint or an instance is there. */
  processes(): Promise<readonly string[]>;

  close(): Promise<void>;
}
