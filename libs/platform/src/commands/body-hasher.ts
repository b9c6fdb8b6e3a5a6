import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { installationSecret, type SecretBox, type SecretShelf } from '#kernel/ports';
import { canonicalJson } from './canonical-json.ts';

const KEY_NAME = 'body-hash-key';

/**
 * Tells whether two requests say the same, without keeping what they said. Keyed by a secret of the installation: a
 * plain hash of a body with a codice fiscale in it could be found by trying them all.
 */
export class BodyHasher {
  readonly #key: KeyObject;

  /** @param key 32 random bytes, the same for the life of the installation */
  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  static async open(shelf: SecretShelf, box: SecretBox): Promise<BodyHasher> {
    return new BodyHasher(await installationSecret(shelf, box, KEY_NAME, () => randomBytes(32)));
  }

  /** HMAC-SHA256 of the canonical form of a request's body and path parameters. */
  hash(body: unknown, parameters: unknown): string {
    const text = canonicalJson([body, parameters]);
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
