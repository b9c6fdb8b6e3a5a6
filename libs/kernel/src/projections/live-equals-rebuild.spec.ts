import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import * as fc from 'fast-check';
import type { ReadModelStore } from '../ports/read-model-store.ts';
import {
  counterList,
  counterRegistry,
  countingOn,
  groupTotals,
  SpecClock,
  type Count,
} from '../specification/counters.ts';
import { builtFromNothing, documentsOf } from '../specification/documents.ts';
import { inBatchesOf, intercept, unavailable } from '../specification/faults.ts';
import { ProjectionRunner } from './projection-runner.ts';

type Moment = 'before' | 'after';

/** What may happen to an installation, in any order. */
type Happening =
  | {
      readonly what: 'count';
      readonly id: number;
      readonly group: number;
      readonly amount: number;
      readonly bad: boolean;
    }
  | { readonly what: 'close'; readonly id: number }
  /** The process dies at its next commit, before or after that is written, and another takes over. */
  | { readonly what: 'crash'; readonly moment: Moment }
  | { readonly what: 'restart'; readonly batchSize: number }
  | { readonly what: 'catch up' }
  | { readonly what: 'retry' }
  | { readonly what: 'rebuild' };

const count = fc.record({
  what: fc.constant('count' as const),
  id: fc.nat(4),
  group: fc.nat(2),
  amount: fc.integer({ min: -5, max: 5 }),
  bad: fc.nat(9).map((chance) => chance === 0),
});
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 12, arbitrary: count },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('close' as const), id: fc.nat(4) }) },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('crash' as const), moment: fc.constantFrom<Moment>('before', 'after') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('restart' as const), batchSize: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('catch up' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('retry' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('rebuild' as const) }) },
);

const sound = groupTotals();
const fragile = groupTotals(({ data }) => data.note === 'bad');

/** One installation: a log, a store that can fail, and whichever process runs now. */
class Installation {
  readonly log = new MemoryEventStore();
  readonly store = new MemoryReadModelStore();
  readonly #count: Count = countingOn(this.log);
  readonly #closed = new Set<number>();
  #batchSize = 3;
  #dyingAt: Moment | undefined;
  #died = Promise.withResolvers<undefined>();
  #runner: ProjectionRunner | undefined;

  async start(totals = fragile): Promise<void> {
    this.#dyingAt = undefined;
    this.#died = Promise.withResolvers();
    this.#runner = new ProjectionRunner({
      log: inBatchesOf(this.#batchSize, this.log),
      registry: counterRegistry(),
      store: this.#mortalStore(),
      projections: [totals, counterList],
      clock: new SpecClock(),
    });
    await this.#runner.start();
  }

  async stop(): Promise<void> {
    await this.#runner?.stop();
  }

  /** Waits for the process to have read everything; if it dies meanwhile, another takes over and does so. */
  async catchUp(): Promise<void> {
    const head = await this.log.head();
    await this.#survive((runner) => runner.caughtUp(head));
  }

  async let(happening: Happening): Promise<void> {
    switch (happening.what) {
      case 'count': {
        const { id, group, amount, bad } = happening;
        if (!this.#closed.has(id)) await this.#count(`${id}`, `g${group}`, amount, bad ? 'bad' : undefined);
        return;
      }
      case 'close':
        if (!this.#closed.has(happening.id)) await this.#count.close(`${happening.id}`, 'g0');
        this.#closed.add(happening.id);
        return;
      case 'crash':
        this.#dyingAt = happening.moment;
        return;
      case 'restart':
        this.#batchSize = happening.batchSize;
        await this.stop();
        await this.start();
        return;
      case 'catch up':
        await this.catchUp();
        return;
      case 'retry':
        await this.#survive((runner) => runner.retry(sound.name));
        return;
      case 'rebuild':
        // Of the fragile projection it is refused once there is a bad event.
        await this.#survive((runner) => runner.rebuild(counterList.name));
        return;
    }
  }

  async retryAll(): Promise<void> {
    await this.#runner?.retry(sound.name);
  }

  async #survive(act: (runner: ProjectionRunner) => Promise<unknown>): Promise<void> {
    const acting = act(this.#runner!);
    const died = await Promise.race([acting.then(() => false), this.#died.promise.then(() => true)]).catch(() => true);
    if (!died) return;
    await this.stop();
    await Promise.allSettled([acting]);
    await this.start();
    await act(this.#runner!);
  }

  /** Once it has failed it fails for ever, as for a process that is gone. */
  #mortalStore(): ReadModelStore {
    let dead = false;
    return intercept<ReadModelStore>(this.store, {
      commit: async (commits) => {
        if (dead) throw unavailable();
        const moment = this.#dyingAt;
        if (moment !== undefined) {
          dead = true;
          this.#dyingAt = undefined;
          this.#died.resolve(undefined);
        }
        if (moment !== 'before') await this.store.commit(commits);
        if (moment !== undefined) throw unavailable();
      },
    });
  }
}

describe('live folding', () => {
  it('with any cuts of batches, crashes, restarts, retries and rebuilds comes to what a build from nothing does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
        const installation = new Installation();
        await installation.start();
        for (const each of happenings) await installation.let(each);
        await installation.catchUp();
        await installation.stop();

        // The fix is deployed, and what is parked is folded again.
        await installation.start(sound);
        await installation.catchUp();
        await installation.retryAll();
        const { log, store } = installation;
        for (const projection of [sound, counterList]) {
          const built = await builtFromNothing(log, counterRegistry(), store, projection);
          expect(await documentsOf(store, projection)).toEqual(built);
        }
        await installation.stop();
      }),
      { numRuns: 150 },
    );
  });
});
