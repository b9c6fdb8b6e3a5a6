import { MemoryLeaseStore } from '#store-memory';
import type { LeaseStore } from '../ports/lease-store.ts';
import { Gate, intercept, unavailable, until } from '../specification/faults.ts';
import { LeaseKeeper } from './lease-keeper.ts';

/** Milliseconds; a process that is alive shows it many times meanwhile, also on a machine with other work. */
const TTL = 1_000;

/** A worker that says when it works, and under which epoch. */
class Worker {
  readonly epochs: number[] = [];
  working = false;
  readonly keeper: LeaseKeeper;
  #end = Promise.withResolvers<undefined>();

  constructor(
    readonly name: string,
    leases: LeaseStore,
    log: string[] = [],
  ) {
    this.keeper = new LeaseKeeper({
      ...{ leases, name: 'projections', holder: name, ttl: TTL, pause: 1 },
      work: async (epoch, signal) => {
        this.epochs.push(epoch);
        this.working = true;
        log.push(`${name} begins`);
        signal.addEventListener('abort', () => {
          this.#end.resolve(undefined);
        });
        await this.#end.promise;
        this.#end = Promise.withResolvers();
        log.push(`${name} ends`);
        this.working = false;
      },
    });
  }

  endByItself(): void {
    this.#end.resolve(undefined);
  }
}

describe('a piece of work under a lease', () => {
  const started: Worker[] = [];
  const start = (worker: Worker): Worker => {
    started.push(worker);
    worker.keeper.start();
    return worker;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ keeper }) => keeper.stop()));
  });

  it('is done by one process, and by another when that one gives the lease up', async () => {
    const leases = new MemoryLeaseStore();
    const log: string[] = [];
    const first = start(new Worker('first', leases, log));
    await until(() => first.working);
    const second = start(new Worker('second', new MemoryLeaseStore({ sharedWith: leases }), log));

    await first.keeper.stop();
    await until(() => second.working);

    expect(log).toEqual(['first begins', 'first ends', 'second begins']);
    expect(second.epochs).toEqual([2]);
    expect([first.keeper.holds, second.keeper.holds]).toEqual([false, true]);
  });

  it.each([
    ['cannot reach the store', () => Promise.reject(unavailable())],
    ['has lost the lease', () => Promise.resolve(false)],
  ])('is told to stop when its process %s', async (_case, heartbeat) => {
    const leases = new MemoryLeaseStore();
    const cut = intercept<LeaseStore>(leases, { heartbeat });
    const worker = start(new Worker('cut', cut));

    await until(() => worker.epochs.length > 1);

    expect(worker.epochs.slice(0, 2)).toEqual([1, 2]);
  });

  it('is taken over from a process that shows no life, with a higher epoch', async () => {
    const leases = new MemoryLeaseStore();
    await leases.acquire('projections', 'frozen', TTL);
    const other = start(new Worker('other', new MemoryLeaseStore({ sharedWith: leases })));

    await until(() => other.working);

    expect(other.epochs).toEqual([2]);
  });

  it('is taken up again after it has ended by itself', async () => {
    const worker = start(new Worker('only', new MemoryLeaseStore()));
    await until(() => worker.working);

    worker.endByItself();
    await until(() => worker.epochs.length === 2);

    expect(worker.epochs).toEqual([1, 2]);
  });

  it('is not begun, and the lease given back, when it is told to stop while it asks for it', async () => {
    const leases = new MemoryLeaseStore();
    const gate = new Gate();
    const slow = intercept<LeaseStore>(leases, {
      acquire: async (...lease) => {
        await gate.pass();
        return leases.acquire(...lease);
      },
    });
    const worker = start(new Worker('late', slow));
    await gate.reached();

    const stopped = worker.keeper.stop();
    gate.open();
    await stopped;

    expect(worker.epochs).toEqual([]);
    expect(await leases.acquire('projections', 'other', TTL)).toMatchObject({ holder: 'other' });
  });

  it('goes on asking while the store of leases is down', async () => {
    let down = true;
    const leases = new MemoryLeaseStore();
    const flaky = intercept<LeaseStore>(leases, {
      acquire: async (...lease) => {
        if (!down) return leases.acquire(...lease);
        down = false;
        throw unavailable();
      },
    });
    const worker = start(new Worker('patient', flaky));

    await until(() => worker.working);

    expect(worker.epochs).toEqual([1]);
  });
});
