import { idOf, isAfter, START, type Position } from '#kernel/domain';
import type { EventStore, KeyStore, LogBatch } from '#kernel/ports';
import type { EventRegistry } from '#kernel/execution';
import { SubjectErased } from '../domain/events.ts';
import type { ErasureWatch } from './erasure-watch.ts';

interface ErasureApplierParts {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly keyStore: KeyStore;
  /** Told of every subject whose key was destroyed: drops it from the caches. */
  readonly forget?: (subject: string) => void;
  /** Told of how far it has come. */
  readonly watch?: Pick<ErasureWatch, 'applied' | 'now'>;
}

/** Events without an erasure after which the checkpoint is written again: it costs a sync, a few seconds of reading less. */
const EVENTS_BETWEEN_CHECKPOINTS = 20_000;
/** So long, at most, it stays behind what was read: others may write much to a server that several share. */
const MILLISECONDS_BETWEEN_CHECKPOINTS = 60_000;
const BATCH = 1_000;

/**
 * Carries the erasures of the log into the KeyStore: what was erased stays erased when an older copy of the KeyStore
 * is put back, when the process died between event and key, and in processes other than the one that was asked.
 */
export class ErasureApplier {
  readonly #parts: ErasureApplierParts;
  #position: Position = START;
  #sinceCheckpoint = 0;
  #savedAt = performance.now();

  constructor(parts: ErasureApplierParts) {
    this.#parts = parts;
  }

  /** Applies all erasures of the log up to now. Nothing personal may be read before this has ended. */
  async catchUp(): Promise<void> {
    const { log, keyStore, watch } = this.#parts;
    const asOf = watch?.now();
    const [logId, head, checkpoint] = await Promise.all([log.logId(), log.head(), keyStore.erasureCheckpoint()]);
    // Of another log, or of a longer one than this, the checkpoint says nothing about this one.
    const usable = checkpoint?.logId === logId && !isAfter(checkpoint.position, head);
    this.#position = usable ? checkpoint.position : START;
    for await (const batch of log.readLog({ after: this.#position, batchSize: BATCH })) await this.#apply(batch);
    if (!usable || this.#sinceCheckpoint > 0) await this.#saveCheckpoint();
    // Up to where the log ended, also where nothing of it is for readers.
    watch?.applied(isAfter(head, this.#position) ? head : this.#position, asOf);
  }

  /** Goes on with what comes, until the signal. Call {@link catchUp} first. */
  async follow(signal: AbortSignal): Promise<void> {
    const { log } = this.#parts;
    for await (const batch of log.subscribe({ after: this.#position, batchSize: BATCH, signal })) {
      await this.#apply(batch);
      if (this.#isCheckpointDue()) await this.#saveCheckpoint();
    }
  }

  async #apply({ events, through }: LogBatch): Promise<void> {
    const { registry, keyStore, forget, watch } = this.#parts;
    const erasures = events.filter(({ type }) => type === SubjectErased.type);
    for (const event of erasures) {
      const subject = idOf(registry.decode(event).stream);
      await keyStore.erase(subject);
      forget?.(subject);
    }
    this.#position = through;
    this.#sinceCheckpoint += events.length;
    if (erasures.length > 0) await this.#saveCheckpoint();
    watch?.applied(through);
  }

  #isCheckpointDue(): boolean {
    const waited = performance.now() - this.#savedAt;
    return this.#sinceCheckpoint >= EVENTS_BETWEEN_CHECKPOINTS || waited >= MILLISECONDS_BETWEEN_CHECKPOINTS;
  }

  async #saveCheckpoint(): Promise<void> {
    const { log, keyStore } = this.#parts;
    await keyStore.saveErasureCheckpoint({ logId: await log.logId(), position: this.#position });
    this.#sinceCheckpoint = 0;
    this.#savedAt = performance.now();
  }
}
