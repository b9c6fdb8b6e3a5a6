import type { Lease, LeaseStore } from '#kernel/ports';

interface StoredLease {
  holder: string | undefined;
  epoch: number;
  beat: number;
}

interface Options {
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly monotonic?: () => number;
  /** The store whose leases this one contends for, as another process would. */
  readonly sharedWith?: MemoryLeaseStore;
}

/** Leases in memory, for specs only: nothing survives the process. */
export class MemoryLeaseStore implements LeaseStore {
  readonly #leases: Map<string, StoredLease> = new Map<string, StoredLease>();
  readonly #sightings = new Map<string, { epoch: number; beat: number; since: number }>();
  readonly #monotonic: () => number;

  constructor({ monotonic = () => performance.now(), sharedWith }: Options = {}) {
    if (sharedWith) this.#leases = sharedWith.#leases;
    this.#monotonic = monotonic;
  }

  async acquire(name: string, holder: string, ttl: number): Promise<Lease | undefined> {
    const lease = this.#leases.get(name) ?? { holder: undefined, epoch: 0, beat: 0 };
    this.#leases.set(name, lease);
    if (lease.holder === holder) lease.beat += 1;
    else if (lease.holder === undefined || this.#isSilent(name, lease, ttl)) {
      Object.assign(lease, { holder, epoch: lease.epoch + 1, beat: 0 });
    } else return undefined;
    return { name, holder, epoch: lease.epoch };
  }

  async heartbeat({ name, holder, epoch }: Lease): Promise<boolean> {
    const lease = this.#leases.get(name);
    if (lease?.holder !== holder || lease.epoch !== epoch) return false;
    lease.beat += 1;
    return true;
  }

  async release({ name, holder, epoch }: Lease): Promise<void> {
    const lease = this.#leases.get(name);
    if (lease?.holder === holder && lease.epoch === epoch) lease.holder = undefined;
  }

  async lastSign(name: string): Promise<string | undefined> {
    const lease = this.#leases.get(name);
    return lease?.holder === undefined ? undefined : `${lease.epoch}.${lease.beat}`;
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  #isSilent(name: string, { epoch, beat }: StoredLease, ttl: number): boolean {
    const now = this.#monotonic();
    const seen = this.#sightings.get(name);
    if (seen?.epoch === epoch && seen.beat === beat) return now - seen.since >= ttl;
    this.#sightings.set(name, { epoch, beat, since: now });
    return false;
  }
}
