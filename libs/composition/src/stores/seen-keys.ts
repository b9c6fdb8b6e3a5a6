import { messageOf } from '#kernel/domain';
import type { WatchedLog } from '#kernel/execution';
import type { EventStore, KeyStore, WorkStore } from '#kernel/ports';
import { Logger } from '@nestjs/common';
import type { SecretFollower } from '#platform';

/** Under this name it stands in the work store, as no process manager is called. */
export const SEEN_KEYS = 'seen-keys';
const SECRETS = 'secrets';

interface SeenState {
  readonly secretChanges: number;
}

type Surroundings = { readonly keys: KeyStore; readonly work: WorkStore };

/**
 * How many changes of the secrets any process of the installation has seen, which stands apart from the keys: keys that have
 * fewer are older than that, and lack a revocation or a rotation.
 */
export class SeenKeys implements SecretFollower {
  readonly #stores: Surroundings;
  readonly #log: WatchedLog;
  #noted = 0;

  constructor(stores: Surroundings, log: WatchedLog) {
    this.#stores = stores;
    this.#log = log;
  }

  /** Notes what there is now, unless it is noted already. What cannot be noted now is when the secrets are read next. */
  async take(): Promise<void> {
    if (this.#log.change) return;
    const secretChanges = await this.#stores.keys.secretChanges();
    if (secretChanges <= this.#noted) return;
    try {
      await note(secretChanges, this.#stores.work, this.#log);
      this.#noted = secretChanges;
    } catch (error) {
      new Logger('Secrets').warn(messageOf(error));
    }
  }
}

/** How many changes of the secrets were seen that the keys lack. */
export async function missingChanges({ keys, work }: Surroundings): Promise<number> {
  const found = (await work.load(SEEN_KEYS, [SECRETS])).get(SECRETS);
  const { secretChanges = 0 } = (found?.state ?? {}) as Partial<SeenState>;
  return Math.max(0, secretChanges - (await keys.secretChanges()));
}

/** The store keeps the highest: of two processes that note at once, one may be behind. */
async function note(secretChanges: number, work: WorkStore, log: EventStore): Promise<void> {
  const position = String(secretChanges);
  const state: SeenState = { secretChanges };
  const instance = { key: SECRETS, position, state, unsent: [], deadlines: [] };
  await work.save(SEEN_KEYS, [instance], { logId: await log.logId(), position });
}
