import { idOf, isAfter, START, type Position } from '#kernel/domain';
import type { EventStore, KeyStore, LogBatch } from '#kernel/ports';
import type { EventRegistry } from '#kernel/execution';
import { SubjectErased } from '../domain/events.ts';
import type { ErasureWatch } from './erasure-watch.ts';
import { KeyLossSearch, knowsAnybodyOf, type KeyLoss } from './key-loss.ts';

interface ErasureApplierParts {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly keyStore: KeyStore;
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
 * is put back, of which it tells, when the process died between event and key, and in processes other than the one that
 * was asked.
 */
export class ErasureApplier {
  readonly #parts: ErasureApplierParts;
  #forget: (subject: string) => void = () => undefined;
  #position: Position = START;
  #sinceCheckpoint = 0;
  #savedAt = performance.now();

  constructor(parts: ErasureApplierParts) {
    this.#parts = parts;
  }

  /** @param forget told of every subject whose key is destroyed from now on: drops it from the caches */
  onErased(forget: (subject: string) => void): void {
    this.#forget = forget;
  }

  /**
   * Applies all erasures of the log up to now, and compares the persons that were registered since the last time with those
   * that have a key. Nothing personal may be read before this has ended well.
   * @returns how the keys do not belong to the log, if so: then the checkpoint stays, so that this is found again
   */
  async catchUp(): Promise<KeyLoss | undefined> {
    const { log, keyStore, watch } = this.#parts;
    const asOf = watch?.now();
    const [logId, head, checkpoint] = await Promise.all([log.logId(), log.head(), keyStore.erasureCheckpoint()]);
    const isOfThisLog = checkpoint?.logId === logId;
    // An erasure marks also whom the keys never knew: this is asked before any is applied.
    if (checkpoint && !isOfThisLog && !(await knowsAnybodyOf(log, keyStore))) {
      return { why: 'OF_ANOTHER_LOG', followed: checkpoint.logId };
    }
    // Of another log, or of a longer one than this, the checkpoint says nothing about this one.
    const usable = isOfThisLog && !isAfter(checkpoint.position, head);
    this.#position = usable ? checkpoint.position : START;
    const search = new KeyLossSearch(keyStore);
    for await (const batch of log.readLog({ after: this.#position, batchSize: BATCH })) {
      await search.look(batch.events);
      if ((await this.#apply(batch)) > 0 && !search.hasFound) await this.#saveCheckpoint();
    }
    const loss = await search.result();
    if (loss) return loss;
    if (!usable || this.#sinceCheckpoint > 0) await this.#saveCheckpoint();
    // Up to where the log ended, also where nothing of it is for readers.
    watch?.applied(isAfter(head, this.#position) ? head : this.#position, asOf);
    return undefined;
  }

  /** Goes on with what comes, until the signal. Call {@link catchUp} first. */
  async follow(signal: AbortSignal): Promise<void> {
    const { log, watch } = this.#parts;
    for await (const batch of log.subscribe({ after: this.#position, batchSize: BATCH, signal })) {
      const erased = await this.#apply(batch);
      if (erased > 0 || this.#isCheckpointDue()) await this.#saveCheckpoint();
      watch?.applied(batch.through);
    }
  }

  /** @returns how many erasures there were */
  async #apply({ events, through }: LogBatch): Promise<number> {
    const { registry, keyStore } = this.#parts;
    const erasures = events.filter(({ type }) => type === SubjectErased.type);
    for (const event of erasures) {
      const subject = idOf(registry.decode(event).stream);
      await keyStore.erase(subject);
      this.#forget(subject);
    }
    this.#position = through;
    this.#sinceCheckpoint += events.length;
    return erasures.length;
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
