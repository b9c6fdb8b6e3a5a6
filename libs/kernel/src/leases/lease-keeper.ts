import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease, LeaseStore } from '../ports/lease-store.ts';

interface KeeperOptions {
  readonly leases: LeaseStore;
  /** What the lease is for. */
  readonly name: string;
  /** Who asks for it: no other process has this name. */
  readonly holder: string;
  /** Milliseconds without a heartbeat after which others may take the lease. */
  readonly ttl: number;
  /**
   * What is done while the lease is held, until the signal: then it stops at once. It may end by itself, which gives the
   * lease up.
   */
  readonly work: (epoch: number, signal: AbortSignal) => Promise<void>;
  readonly onError?: (error: unknown) => void;
  /** Milliseconds before the lease is asked for again after the work has ended by itself. Default: the ttl. */
  readonly pause?: number;
}

/** Heartbeats, and looks at the lease of another, in one ttl: a challenger must see the last heartbeat soon. */
const BEATS_PER_TTL = 8;
/** A takeover is never later than this after the ttl. */
const LONGEST_BEAT_MS = 500;

/**
 * Does a piece of work while this process holds the lease for it, and asks for the lease again whenever it is lost.
 * That the work stops in time is not relied on: stores refuse a writer whose epoch is past.
 */
export class LeaseKeeper {
  readonly #options: KeeperOptions;
  readonly #beat: number;
  readonly #stop = new AbortController();
  #keeping: Promise<void> = Promise.resolve();
  #held: Lease | undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#beat = Math.min(options.ttl / BEATS_PER_TTL, LONGEST_BEAT_MS);
  }

  /** True while the work is done here. */
  get holds(): boolean {
    return this.#held !== undefined;
  }

  start(): void {
    this.#keeping = this.#keep();
  }

  /** Ends the work, and gives the lease up so that another need not wait for it to run out. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#keeping;
  }

  async #keep(): Promise<void> {
    const { leases, name, holder, ttl, pause = ttl } = this.#options;
    while (!this.#stop.signal.aborted) {
      const lease = await leases.acquire(name, holder, ttl).catch((error: unknown) => this.#report(error));
      if (!lease) {
        await this.#wait(this.#beat);
        continue;
      }
      // Told to stop while it was asking: it gives the lease back and begins nothing.
      const endedByItself = this.#isStopped() ? false : await this.#workUnder(lease);
      await leases.release(lease).catch((error: unknown) => this.#report(error));
      if (endedByItself) await this.#wait(pause);
    }
  }

  /** @returns true when the work has ended although the lease was still held */
  async #workUnder(lease: Lease): Promise<boolean> {
    const lost = new AbortController();
    const over = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
    this.#held = lease;
    const beating = this.#beatUntil(over.signal, lease).then((stillHeld) => {
      if (!stillHeld) lost.abort();
    });
    try {
      await this.#options.work(lease.epoch, signal);
    } catch (error) {
      if (!signal.aborted) this.#report(error);
    } finally {
      this.#held = undefined;
      over.abort();
      await beating;
    }
    return !signal.aborted;
  }

  /** @returns false when the lease was lost, or could not be confirmed for a ttl: another may hold it by now */
  async #beatUntil(signal: AbortSignal, lease: Lease): Promise<boolean> {
    const { leases, ttl } = this.#options;
    let confirmed = performance.now();
    for (;;) {
      await sleep(this.#beat, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return true;
      const asked = performance.now();
      try {
        if (!(await leases.heartbeat(lease))) return false;
        confirmed = asked;
      } catch (error) {
        this.#report(error);
        if (performance.now() - confirmed > ttl) return false;
      }
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #wait(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  #report(error: unknown): undefined {
    this.#options.onError?.(error);
    return undefined;
  }
}
