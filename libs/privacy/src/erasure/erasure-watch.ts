import { setTimeout as sleep } from 'node:timers/promises';
import { isAfter, SystemError, type Position } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';

/** So far, in milliseconds, a process may be behind with the erasures of the log and still touch personal data. */
export const MOST_ERASURE_LAG_MS = 5_000;
/** Whoever comes while it is further behind waits so long for it to hear the rest: it may only have been paused. */
const PATIENCE_MS = 1_000;

interface ErasureWatchOptions {
  readonly log: Pick<EventStore, 'head'>;
  /** Milliseconds, by a clock that nobody sets. */
  readonly now?: () => number;
  /** Milliseconds. */
  readonly patience?: number;
}

/**
 * How far this process is behind with the erasures of the log: how long ago it last knew that it had applied all there
 * were. Caches hold keys of persons who were erased elsewhere for no longer than that.
 */
export class ErasureWatch {
  readonly #log: Pick<EventStore, 'head'>;
  readonly #now: () => number;
  readonly #patience: number;
  #appliedTo: Position | undefined;
  #asOf = -Infinity;
  #looking: Promise<void> | undefined;
  #moved = Promise.withResolvers<undefined>();

  constructor({ log, now = () => performance.now(), patience = PATIENCE_MS }: ErasureWatchOptions) {
    this.#log = log;
    this.#now = now;
    this.#patience = patience;
  }

  /** Milliseconds; infinite before the first time that it knew. */
  get lag(): number {
    return Math.max(0, this.#now() - this.#asOf);
  }

  get isBehind(): boolean {
    return this.lag > MOST_ERASURE_LAG_MS;
  }

  /** Now, by its clock. */
  now(): number {
    return this.#now();
  }

  /**
   * To be told whenever all erasures up to a position were applied.
   * @param asOf by its clock, when the log ended there, where that is known
   */
  applied(position: Position, asOf = -Infinity): void {
    this.#appliedTo = position;
    this.#asOf = Math.max(this.#asOf, asOf);
    this.#moved.resolve(undefined);
    this.#moved = Promise.withResolvers();
  }

  /** Looks where the log ends, and waits until all erasures up to there were applied. Whoever comes meanwhile waits with it. */
  async look(): Promise<void> {
    return (this.#looking ??= this.#look().finally(() => (this.#looking = undefined)));
  }

  /**
   * Refuses to go on while this process is behind.
   * @throws SystemError ERASURES_BEHIND
   */
  async requireFollowed(): Promise<void> {
    if (!this.isBehind) return;
    const over = new AbortController();
    await Promise.race([
      this.#lookAgain().catch(() => undefined),
      sleep(this.#patience, undefined, { signal: over.signal, ref: false }).catch(() => undefined),
    ]);
    over.abort();
    this.#refuseBehind();
  }

  #refuseBehind(): void {
    if (this.isBehind) throw erasuresBehind(this.lag);
  }

  /** One that was under way may have begun too long ago. */
  async #lookAgain(): Promise<void> {
    await this.look();
    if (this.isBehind) await this.look();
  }

  async #look(): Promise<void> {
    const asOf = this.#now();
    const head = await this.#log.head();
    while (this.#appliedTo === undefined || isAfter(head, this.#appliedTo)) await this.#moved.promise;
    this.#asOf = Math.max(this.#asOf, asOf);
  }
}

function erasuresBehind(lag: number): SystemError {
  const seconds = Number.isFinite(lag) ? { seconds: Math.round(lag / 1_000) } : {};
  return new SystemError(
    'ERASURES_BEHIND',
    'this process does not hear of erasures, so it reads and seals no personal data; look whether the log answers',
    seconds,
  );
}
