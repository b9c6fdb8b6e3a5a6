import { hkdfSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { privateKeyText, sharedSecretText, signingKey, type SigningKey } from '#webhooks';
import { stillSigning, type Delivery } from '../domain/delivery.ts';

const BYTES = 32;
const REMEMBERED = 2_000;

interface KeyPair {
  readonly shared: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly signing: readonly SigningKey[];
}

/**
 * The keys that sign for endpoints. They follow from one secret of the installation, the subscription and which keys of it
 * they are: nothing is stored for each, so they are the same after a crash, in every process, and however often they are
 * asked for; and a thousand subscriptions are no more to keep than one.
 */
export class EndpointKeys {
  readonly #secret: Uint8Array;
  readonly #made = new LRUCache<string, KeyPair>({ max: REMEMBERED });

  /** @param secret of the installation, 32 bytes */
  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** The keys that sign what is sent now. */
  signing(
    subscriptionId: string,
    { keys, former }: Pick<Delivery, 'keys' | 'former'>,
    now: number,
  ): readonly SigningKey[] {
    return [{ keys }, ...stillSigning(former, now)].flatMap((one) => this.of(subscriptionId, one.keys).signing);
  }

  /** Both keys of a number, as texts and ready to sign. */
  of(subscriptionId: string, keys: number): KeyPair {
    const name = `${subscriptionId} ${keys}`;
    const known = this.#made.get(name);
    if (known) return known;
    const shared = sharedSecretText(this.#derived(`${name} v1`));
    const privateKey = privateKeyText(this.#derived(`${name} v1a`));
    const [first, second] = [signingKey(shared), signingKey(privateKey)];
    if (second.scheme !== 'v1a') throw new TypeError('a key pair has a public half');
    const pair = { shared, privateKey, publicKey: second.publicKey, signing: [first, second] };
    this.#made.set(name, pair);
    return pair;
  }

  #derived(what: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, new Uint8Array(), `webhook key of ${what}`, BYTES));
  }
}
