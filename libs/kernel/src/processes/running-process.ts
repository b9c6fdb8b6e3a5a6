import { toTimestamp, type Clock } from '../clock.ts';
import { logReplaced, type SystemError } from '../errors.ts';
import type { LogBatch } from '../ports/event-store.ts';
import type { Checkpoint } from '../ports/read-model-store.ts';
import type { Deadline, ProcessInstance, WorkStore } from '../ports/work-store.ts';
import { isAfter, type Position } from '../position.ts';
import type { Decode } from '../projections/decode-once.ts';
import { eventsAfter, takesAny } from '../projections/events-of-batch.ts';
import type { Outbox } from './outbox.ts';
import type { ProcessManager } from './process-manager.ts';
import { reactBatch, type ReactInput } from './react-batch.ts';
import { saveChanged } from './save-changed.ts';

interface Parts {
  readonly work: WorkStore;
  readonly clock: Clock;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
}

interface Standing {
  readonly process: ProcessManager;
  readonly outbox: Outbox;
  readonly checkpoint: Checkpoint;
}

const RESTORE_TOGETHER = 'restore the work store from the backup that belongs to this log';
/**
 * Most events that concern no instance before the checkpoint is written all the same. A restart reads them again, which
 * changes nothing: whatever they did to an instance since forgotten, they do and undo again.
 */
const EVENTS_BETWEEN_CHECKPOINTS = 1_000;
/** So long, at most, it stays behind what was read: others may write much to a server that several share. */
const MILLISECONDS_BETWEEN_CHECKPOINTS = 60_000;

/** A process manager that runs: how far it has read the log, what it makes of the next events, and what it owes. */
export class RunningProcess {
  readonly process: ProcessManager;
  readonly outbox: Outbox;
  readonly #parts: Parts;
  #checkpoint: Checkpoint;
  /** Events read since the checkpoint was last written, and when that was, by the monotonic clock. */
  #unsaved = 0;
  #savedAt = performance.now();

  constructor(parts: Parts, { process, outbox, checkpoint }: Standing) {
    this.#parts = parts;
    this.process = process;
    this.outbox = outbox;
    this.#checkpoint = checkpoint;
  }

  /** Up to where it has read; what is stored may lie before it. */
  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  /** Where it stands as the store says, which after a failure nobody else knows. */
  async storedCheckpoint(): Promise<Checkpoint> {
    return (await this.#parts.work.checkpoint(this.process.name)) ?? this.#checkpoint;
  }

  /** At the start and after a failure: goes on from what is stored, where unsent commands may be, too. */
  async readAgain(): Promise<void> {
    this.#checkpoint = await this.storedCheckpoint();
    this.outbox.readAgain();
  }

  /**
   * Folds the events of a batch that it has not read, and saves what they change. Never while anything else writes its
   * instances.
   * @throws SystemError LOG_REPLACED when it has read another log; LEASE_LOST
   */
  async fold(batch: LogBatch, { logId, decode }: { readonly logId: string; readonly decode: Decode }): Promise<void> {
    const { process, outbox } = this;
    const { work, clock, epoch } = this.#parts;
    const { position } = this.#checkpoint;
    if (!isAfter(batch.through, position)) return;
    if (this.#checkpoint.logId !== logId) throw notOurs(process, this.#checkpoint, batch.through);
    const events = eventsAfter(batch, position);
    const input: ReactInput = {
      process,
      load: async (keys) => {
        const stored = await work.load(process.name, keys);
        // Those too that are as late already, from a save that was interrupted: nobody has told the outbox.
        outbox.deadlinesSet(deadlinesOf(stored.values()));
        return stored;
      },
      events,
      after: position,
      decode,
      now: () => toTimestamp(clock.now()),
    };
    const changed = takesAny(process.handles, events) ? await reactBatch(input) : [];
    const checkpoint = { logId, position: batch.through };
    this.#unsaved += batch.events.length;
    if (changed.length > 0 || this.#isCheckpointDue()) {
      const to = {
        process: process.name,
        from: this.#checkpoint,
        checkpoint,
        ...(epoch === undefined ? {} : { epoch }),
      };
      const instances = await saveChanged(this.#parts, changed, to);
      outbox.deadlinesSet(deadlinesOf(instances));
      this.#unsaved = 0;
      this.#savedAt = performance.now();
      if (instances.some(({ unsent }) => unsent.length > 0)) outbox.wake();
    }
    this.#checkpoint = checkpoint;
  }

  #isCheckpointDue(): boolean {
    return (
      this.#unsaved >= EVENTS_BETWEEN_CHECKPOINTS ||
      performance.now() - this.#savedAt >= MILLISECONDS_BETWEEN_CHECKPOINTS
    );
  }
}

/** The refusal of a process that knows another log, or more than this one has. */
export function notOurs({ name }: ProcessManager, checkpoint: Checkpoint, head: Position): SystemError {
  return logReplaced(`what the process manager ${name} knows`, { ...checkpoint, head }, RESTORE_TOGETHER);
}

/** Parked instances wait with theirs. */
function deadlinesOf(instances: Iterable<ProcessInstance>): Deadline[] {
  return [...instances].flatMap(({ deadlines, parked }) => (parked ? [] : deadlines));
}
