import { Collection, FindCursor } from 'mongodb';
import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a call is to stop, and what it waits for there. */
interface Freeze {
  requestsBefore: number;
  readonly reached: () => void;
  readonly thawed: Promise<unknown>;
}

/** A call that stands still before one of its requests. */
export interface Frozen {
  /** Lets it go on, and gives what it came to: its value, or what it was rejected with. */
  outcome(): Promise<unknown>;
}

const REQUESTS = [
  [Collection.prototype, ['findOne', 'insertOne', 'updateOne', 'updateMany', 'replaceOne', 'bulkWrite', 'deleteMany']],
  [Collection.prototype, ['drop', 'distinct', 'createIndexes', 'indexes']],
  [FindCursor.prototype, ['toArray']],
] as const;

const freezes = new AsyncLocalStorage<Freeze>();

for (const [prototype, names] of REQUESTS) {
  for (const name of names) {
    const methods = prototype as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const request = methods[name]!;
    methods[name] = async function (this: unknown, ...args) {
      await stand();
      return request.apply(this, args);
    };
  }
}

/**
 * Makes a call again and again, frozen before its first request to the server, then before its second, and so on, until
 * it ends before it is frozen. Requests of others go on.
 * @param again puts everything back as it was before the call
 */
export async function* frozenBefore(call: () => Promise<unknown>, again: () => Promise<void>): AsyncGenerator<Frozen> {
  for (let requestsBefore = 0; ; requestsBefore += 1) {
    if (requestsBefore > 0) await again();
    const reached = Promise.withResolvers<undefined>();
    const thawed = Promise.withResolvers<undefined>();
    const freeze: Freeze = { requestsBefore, reached: () => reached.resolve(undefined), thawed: thawed.promise };
    const ended = freezes.run(freeze, () => call().catch((error: unknown) => error));
    const isFrozen = await Promise.race([reached.promise.then(() => true), ended.then(() => false)]);
    if (!isFrozen) return;
    yield {
      outcome: () => {
        thawed.resolve(undefined);
        return ended;
      },
    };
  }
}

async function stand(): Promise<void> {
  const freeze = freezes.getStore();
  if (!freeze) return;
  freeze.requestsBefore -= 1;
  if (freeze.requestsBefore !== -1) return;
  freeze.reached();
  await freeze.thawed;
}
