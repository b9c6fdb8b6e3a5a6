import type { Clock } from '#kernel/domain';
import type { SecretBox, SecretStore } from '#kernel/ports';
import type { SecretFollower } from './followed-secrets.ts';

const NAME = 'token-revocations';
/** Every process reads all of them at intervals. Beyond it, new signing keys end all tokens at once. */
const MOST = 5_000;

/** Which tokens are refused from now on. */
export type Revoked =
  | { readonly tokenId: string }
  /** Their `sub`, or the principal's id: all that were issued until now. */
  | { readonly subject: string };

/** A revocation as it is kept; times in milliseconds since the epoch. */
export type Revocation = Revoked & {
  readonly at: number;
  /** By then, everything that it is about has expired. */
  readonly until: number;
};

/** What a token says of itself. */
export interface RevocableToken {
  readonly tokenId?: string | undefined;
  /** Its `sub`, and the id of the principal that it stands for. */
  readonly subjects: readonly string[];
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** There is no place for another revocation; the message says what to do. */
export class RevocationsFullError extends Error {
  override readonly name = 'RevocationsFullError';
}

/**
 * Tokens that are refused before they expire. They are kept with the keys, wrapped, until everything that they are about
 * has expired, and read again by every process at intervals.
 */
export class Revocations implements SecretFollower {
  readonly #store: SecretStore;
  readonly #box: SecretBox;
  readonly #clock: Clock;
  #bytes: Uint8Array | undefined;
  #tokens = new Set<string>();
  #subjects = new Map<string, number>();
  #changes = 0;

  private constructor(store: SecretStore, box: SecretBox, clock: Clock) {
    this.#store = store;
    this.#box = box;
    this.#clock = clock;
  }

  static async open(store: SecretStore, box: SecretBox, clock: Clock): Promise<Revocations> {
    const revocations = new Revocations(store, box, clock);
    revocations.take(await store.secrets());
    return revocations;
  }

  /** Grows with every change that was taken over from the store. */
  get changes(): number {
    return this.#changes;
  }

  take(secrets: ReadonlyMap<string, Uint8Array>): void {
    const bytes = secrets.get(NAME);
    if (!bytes || (this.#bytes && Buffer.from(bytes).equals(this.#bytes))) return;
    const kept = this.#read(bytes);
    this.#tokens = new Set(kept.flatMap((one) => ('tokenId' in one ? [one.tokenId] : [])));
    this.#subjects = new Map(kept.flatMap((one) => ('subject' in one ? [[one.subject, one.at] as const] : [])));
    this.#bytes = bytes;
    this.#changes += 1;
  }

  /** Whether a token was revoked. A subject's of the very second of the revocation is: tokens know no finer time. */
  includes({ tokenId, subjects, issuedAt }: RevocableToken): boolean {
    if (tokenId !== undefined && this.#tokens.has(tokenId)) return true;
    return subjects.some((subject) => issuedAt <= (this.#subjects.get(subject) ?? -Infinity));
  }

  /**
   * Revokes tokens, durably.
   * @param longestLifetime milliseconds after which everything issued until now has expired
   * @throws RevocationsFullError when as many stand as every process can hold
   */
  async add(revoked: Revoked, longestLifetime: number): Promise<Revocation> {
    for (;;) {
      const from = (await this.#store.secrets()).get(NAME);
      const at = this.#clock.now();
      const revocation: Revocation = { ...revoked, at, until: at + longestLifetime };
      const others = from ? this.#read(from).filter((one) => one.until > at && !isSame(one, revoked)) : [];
      if (others.length >= MOST) throw full();
      const bytes = this.#box.wrap(Buffer.from(JSON.stringify([...others, revocation])), NAME);
      if (!(await this.#store.replaceSecret(NAME, from, bytes))) continue;
      this.take(new Map([[NAME, bytes]]));
      return revocation;
    }
  }

  #read(bytes: Uint8Array): readonly Revocation[] {
    return JSON.parse(Buffer.from(this.#box.unwrap(bytes, NAME)).toString('utf8')) as Revocation[];
  }
}

function isSame(one: Revoked, other: Revoked): boolean {
  if ('tokenId' in one) return 'tokenId' in other && one.tokenId === other.tokenId;
  return 'subject' in other && one.subject === other.subject;
}

function full(): RevocationsFullError {
  return new RevocationsFullError(
    `${MOST} revocations stand already: end all tokens with "rete-punti keys rotate token --compromised", or wait until ` +
      'the oldest have expired.',
  );
}
