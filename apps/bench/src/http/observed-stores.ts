import { openDirectory, type Stores } from '#composition';
import type { AppendRequest, AppendResult, BuildCommit } from '#kernel/ports';

/** When commands were acknowledged by the log, and when a read model had them. */
export class LagObserver {
  readonly #projection: string;
  #acknowledged: { readonly position: number; readonly at: number }[] = [];
  #lags: number[] = [];

  constructor(projection: string) {
    this.#projection = projection;
  }

  /** Milliseconds of each append that the projection has seen, since the last time they were taken. */
  take(): number[] {
    const lags = this.#lags;
    this.#lags = [];
    return lags;
  }

  /** The stores of a directory, watched. */
  open(directory: string): Stores {
    const stores = openDirectory(directory);
    const { eventStore, readModels } = stores;
    const acknowledge = (result: AppendResult | undefined): void => {
      this.#acknowledged.push({ position: Number(result?.positions.at(-1)), at: performance.now() });
    };
    return {
      ...stores,
      eventStore: replacing(eventStore, {
        append: async (request: AppendRequest): Promise<AppendResult> => {
          const result = await eventStore.append(request);
          acknowledge(result);
          return result;
        },
        appendTogether: async (requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> => {
          const results = (await eventStore.appendTogether?.(requests)) ?? [];
          acknowledge(results.at(-1));
          return results;
        },
      }),
      readModels: replacing(readModels, {
        commit: async (commits: readonly BuildCommit[]): Promise<void> => {
          await readModels.commit(commits);
          const own = commits.find(({ build }) => build.startsWith(`${this.#projection}@`));
          if (own) this.#committed(Number(own.checkpoint.position));
        },
      }),
    };
  }

  #committed(position: number): void {
    const now = performance.now();
    const seen = (one: { readonly position: number }): boolean => one.position <= position;
    for (const one of this.#acknowledged) if (seen(one)) this.#lags.push(now - one.at);
    this.#acknowledged = this.#acknowledged.filter((one) => !seen(one));
  }
}

/** A store with some methods replaced; the others go through. */
function replacing<Store extends object>(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const own = methods[name as keyof Store];
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
