import type { SecretStore } from '#kernel/ports';

/** Whoever works with secrets that may change: told of them as they stand. */
export interface SecretFollower {
  /** @param secrets all of the installation, wrapped, by name */
  take(secrets: ReadonlyMap<string, Uint8Array>): void | Promise<void>;
}

/** How often every process reads the secrets again, in milliseconds: a revocation counts everywhere after that. */
export const READ_SECRETS_EVERY_MS = 2_000;
/** A process that could not read them for so long, in milliseconds, takes no token until it has. */
const STALE_AFTER_MS = 30_000;

interface FollowedOptions {
  readonly store: Pick<SecretStore, 'secrets'>;
  readonly followers: readonly SecretFollower[];
  /** Told once when reading begins to fail. */
  readonly onError: (error: unknown) => void;
}

/**
 * The secrets of the installation, read again at intervals: so a rotated key or a revoked token counts in every process
 * without a restart, whichever process or command changed it.
 */
export class FollowedSecrets {
  readonly #options: FollowedOptions;
  #reading: Promise<void> | undefined;
  // The machine's clock: a process that was stopped for a while has stale secrets, whatever its calendar says.
  #readAt = performance.now();
  #isFailing = false;

  /** @param options.followers have just read what stands there */
  constructor(options: FollowedOptions) {
    this.#options = options;
  }

  /** Whether what is known may be older than anybody was promised. */
  get isStale(): boolean {
    return performance.now() - this.#readAt > STALE_AFTER_MS;
  }

  /** Reads now; whoever asks meanwhile waits for the same reading. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** @returns what ends it, when the reading under way is done */
  follow(): () => Promise<void> {
    const timer = setInterval(() => void this.#refreshQuietly(), READ_SECRETS_EVERY_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#reading?.catch(() => undefined);
    };
  }

  async #read(): Promise<void> {
    const began = performance.now();
    const secrets = await this.#options.store.secrets();
    for (const follower of this.#options.followers) await follower.take(secrets);
    this.#readAt = began;
    this.#isFailing = false;
  }

  async #refreshQuietly(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      if (!this.#isFailing) this.#options.onError(error);
      this.#isFailing = true;
    }
  }
}
