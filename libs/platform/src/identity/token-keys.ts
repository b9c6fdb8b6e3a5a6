import {
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';
import type { Clock } from '#kernel/domain';
import { installationSecret, type SecretBox, type SecretStore } from '#kernel/ports';
import type { SecretFollower } from './followed-secrets.ts';

export const TOKEN_ALGORITHM = 'ES256';

/** The key made at the first start; it stands alone until the first rotation. */
const FIRST_KEY = 'token-signing-key';
/** All keys since the first rotation. */
const KEYS = 'token-signing-keys';

/** A key as it is kept; times in milliseconds since the epoch. */
interface StoredKey {
  readonly jwk: JWK;
  readonly signsFrom: number;
  /** Absent until a successor is announced. */
  readonly verifiesUntil?: number;
}

interface TokenKey extends StoredKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** As it is published. */
  readonly published: JWK;
}

/** How the keys stand; times are RFC 3339. */
export interface TokenKeyStatus {
  readonly kid: string;
  readonly state: 'announced' | 'signs' | 'verifies';
  readonly signsFrom: string;
  readonly verifiesUntil?: string;
}

/** A rotation that cannot be begun now; the message says why, and what to do. */
export class KeyRotationError extends Error {
  override readonly name = 'KeyRotationError';
}

interface Shelf {
  readonly store: SecretStore;
  readonly box: SecretBox;
  readonly clock: Clock;
}

/**
 * The keys that an installation signs its tokens with. A new one is announced first, so that everybody who reads the
 * published keys has it when it begins to sign; the one before verifies until the last token that it signed has expired.
 * All of that follows from the clock: nobody has to do anything at those times.
 */
export class TokenKeys implements SecretFollower {
  readonly #shelf: Shelf;
  #bytes: Uint8Array | undefined;
  #keys: readonly TokenKey[];
  #changes = 0;

  private constructor(shelf: Shelf, bytes: Uint8Array | undefined, keys: readonly TokenKey[]) {
    this.#shelf = shelf;
    this.#bytes = bytes;
    this.#keys = keys;
  }

  /** Reads the keys of the installation, and makes one at the first start. */
  static async open(store: SecretStore, box: SecretBox, clock: Clock): Promise<TokenKeys> {
    const shelf = { store, box, clock };
    const bytes = (await store.secrets()).get(KEYS);
    if (bytes) return new TokenKeys(shelf, bytes, await openKeys(box, bytes));
    const first = await installationSecret(store, box, FIRST_KEY, newKey);
    return new TokenKeys(shelf, undefined, await Promise.all([{ jwk: jwkOf(first), signsFrom: 0 }].map(openKey)));
  }

  /** Grows with every change that was taken over from the store. */
  get changes(): number {
    return this.#changes;
  }

  async take(secrets: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const bytes = secrets.get(KEYS);
    if (!bytes || (this.#bytes && Buffer.from(bytes).equals(this.#bytes))) return;
    this.#keys = await openKeys(this.#shelf.box, bytes);
    this.#bytes = bytes;
    this.#changes += 1;
  }

  /** The key that signs now. */
  signing(): Pick<TokenKey, 'kid' | 'privateKey'> {
    const now = this.#shelf.clock.now();
    const signing = this.#keys.findLast(({ signsFrom }) => signsFrom <= now) ?? this.#keys[0];
    if (!signing) throw new TypeError('an installation has at least one signing key');
    return signing;
  }

  /** The public halves of the keys whose tokens are taken, that of an announced one included (RFC 7517). */
  published(): JSONWebKeySet {
    return { keys: this.#verifying().map(({ published }) => published) };
  }

  /** Finds the key of a token by its `kid`. */
  readonly find: JWTVerifyGetKey = async ({ kid }) => {
    const found = this.#verifying().find((key) => key.kid === kid);
    if (!found) throw new errors.JWKSNoMatchingKey();
    return found.publicKey;
  };

  status(): readonly TokenKeyStatus[] {
    const now = this.#shelf.clock.now();
    const { kid: signing } = this.signing();
    return this.#verifying().map(({ kid, signsFrom, verifiesUntil }) => {
      const passed = kid === signing ? 'signs' : 'verifies';
      return {
        ...{ kid, state: signsFrom > now ? 'announced' : passed, signsFrom: new Date(signsFrom).toISOString() },
        ...(verifiesUntil === undefined ? {} : { verifiesUntil: new Date(verifiesUntil).toISOString() }),
      };
    });
  }

  /**
   * Announces a new key, durably.
   * @param overlap milliseconds until it signs
   * @param longestLifetime milliseconds for which the keys before it verify from then on
   * @returns its kid
   * @throws KeyRotationError while an announced key does not sign yet
   */
  async rotate({ overlap, longestLifetime }: { overlap: number; longestLifetime: number }): Promise<string> {
    const next = jwkOf(await newKey());
    return this.#replace(next, (keys, now) => {
      const announced = keys.find(({ signsFrom }) => signsFrom > now);
      if (announced) {
        const from = new Date(announced.signsFrom).toISOString();
        throw new KeyRotationError(`A new key is announced already, and signs from ${from}: rotate again after that.`);
      }
      const signsFrom = now + overlap;
      const before = keys.map((key) => ({ ...key, verifiesUntil: key.verifiesUntil ?? signsFrom + longestLifetime }));
      return [...before, { jwk: next, signsFrom }];
    });
  }

  /**
   * Puts a new key in the place of all others at once, durably: whoever has a token needs a new one.
   * @returns its kid
   */
  async replaceAll(): Promise<string> {
    const next = jwkOf(await newKey());
    return this.#replace(next, (_keys, now) => [{ jwk: next, signsFrom: now }]);
  }

  async #replace(
    next: JWK,
    change: (keys: readonly StoredKey[], now: number) => readonly StoredKey[],
  ): Promise<string> {
    const { store, box, clock } = this.#shelf;
    for (;;) {
      // Others may have changed them since they were read.
      const secrets = await store.secrets();
      await this.take(secrets);
      const now = clock.now();
      const keys = change(this.#verifying().map(stored), now);
      const bytes = box.wrap(Buffer.from(JSON.stringify({ keys })), KEYS);
      if (!(await store.replaceSecret(KEYS, secrets.get(KEYS), bytes))) continue;
      await this.take(new Map([[KEYS, bytes]]));
      // From here on it stands among all keys, and must go with them.
      await store.replaceSecret(FIRST_KEY, secrets.get(FIRST_KEY), undefined);
      return kidOf(next);
    }
  }

  #verifying(): TokenKey[] {
    const now = this.#shelf.clock.now();
    return this.#keys.filter(({ verifiesUntil }) => verifiesUntil === undefined || now < verifiesUntil);
  }
}

function stored({ jwk, signsFrom, verifiesUntil }: StoredKey): StoredKey {
  return verifiesUntil === undefined ? { jwk, signsFrom } : { jwk, signsFrom, verifiesUntil };
}

async function openKeys(box: SecretBox, bytes: Uint8Array): Promise<readonly TokenKey[]> {
  const text = Buffer.from(box.unwrap(bytes, KEYS)).toString('utf8');
  return Promise.all((JSON.parse(text) as { readonly keys: readonly StoredKey[] }).keys.map(openKey));
}

async function openKey(key: StoredKey): Promise<TokenKey> {
  const publicHalf = publicHalfOf(key.jwk);
  const [kid, privateKey, publicKey] = await Promise.all([
    calculateJwkThumbprint(publicHalf),
    importJWK(key.jwk, TOKEN_ALGORITHM),
    importJWK(publicHalf, TOKEN_ALGORITHM),
  ]);
  const published = { ...publicHalf, kid, alg: TOKEN_ALGORITHM, use: 'sig' };
  return { ...key, kid, privateKey: privateKey as CryptoKey, publicKey: publicKey as CryptoKey, published };
}

function publicHalfOf({ kty, crv, x, y }: JWK): JWK {
  return { kty, crv, x, y } as JWK;
}

function kidOf(jwk: JWK): Promise<string> {
  return calculateJwkThumbprint(publicHalfOf(jwk));
}

function jwkOf(secret: Uint8Array): JWK {
  return JSON.parse(Buffer.from(secret).toString('utf8')) as JWK;
}

async function newKey(): Promise<Uint8Array> {
  const { privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true });
  return Buffer.from(JSON.stringify(await exportJWK(privateKey)));
}
