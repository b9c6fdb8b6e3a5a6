import { createSecretKey, type KeyObject } from 'node:crypto';
import { SystemError } from '#kernel/domain';
import type { SecretBox, SecretStore } from '#kernel/ports';
import { decrypt, encrypt, KEY_BYTES } from './cipher.ts';
import {
  isInVariable,
  KEY_ID_BYTES as ID_BYTES,
  keyId,
  MasterKeyError,
  readKeyFiles,
  readMasterKeys,
  type MasterKeySource,
} from './master-key-source.ts';

/** Name of the check value in the KeyStore: the master key that it opens under is the one that wraps. */
const CHECK = 'master-key-check';
const CHECK_VALUE = Buffer.from('rete-punti');
/** Before the id of a master key of before, which is kept wrapped under the one that wraps now. */
const FORMER = 'former-master-key/';

/*
 * What was wrapped since the first rotation begins with this byte and the id of its master key. What the first key
 * wrapped has neither: it begins with a random nonce, and is known by opening under it.
 */
const FORM = 1;

interface KnownKey {
  /** Hexadecimal. */
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly key: KeyObject;
}

/**
 * The key that wraps the keys of subjects and the secrets of the installation. It is in no database. While it is rotated
 * there are two, and which of them wraps stands in the key store, so that all processes agree.
 */
export class MasterKey implements SecretBox {
  readonly #known = new Map<string, KnownKey>();
  readonly #source: MasterKeySource | undefined;
  /** How many keys this process was given: two while the key is rotated. */
  readonly given: number;
  #wrapping: KnownKey;
  /** Whether what is wrapped carries the id of the key: not before the first rotation, as older versions read it. */
  #isTold = false;
  #check: Uint8Array | undefined;

  /**
   * @param first 32 bytes: it wraps until the store says otherwise
   * @param others given beside it, while it is rotated
   */
  constructor(first: Uint8Array, others: readonly Uint8Array[] = [], source?: MasterKeySource) {
    this.#wrapping = this.#learn(first);
    for (const other of others) this.#learn(other);
    this.given = this.#known.size;
    this.#source = source;
  }

  /**
   * From the environment, else from the file.
   * @throws MasterKeyError when what is there is no key, or nothing is there and none may be made
   */
  static async load(source: MasterKeySource): Promise<MasterKey> {
    const [first, ...others] = await readMasterKeys(source);
    return new MasterKey(first, others, source);
  }

  /** Whether a store was made under a master key, this or another: every store that was ever used was. */
  static async isKnownTo(store: Pick<SecretStore, 'secrets'>): Promise<boolean> {
    return (await store.secrets()).has(CHECK);
  }

  /** Id of the key that wraps now. */
  get id(): string {
    return this.#wrapping.id;
  }

  wrap(secret: Uint8Array, name: string): Buffer {
    return wrapUnder(this.#wrapping, secret, name, this.#isTold);
  }

  /** @throws SystemError STORE_UNAVAILABLE when it was wrapped under a master key that this process was not given */
  unwrap(wrapped: Uint8Array, name: string): Buffer {
    const opened = this.#opened(wrapped, name);
    if (!opened) throw opensUnderNone(name);
    return opened;
  }

  /** Whether something was wrapped under the key that wraps now. */
  isCurrent(wrapped: Uint8Array, name: string): boolean {
    if (this.#isTold) return idOf(wrapped) === this.id;
    return openedUnder(this.#wrapping, wrapped, name) !== undefined;
  }

  /**
   * Makes sure that the key that wraps is among those of this process; a new store takes the first.
   * @throws MasterKeyError when it is another
   */
  async check(store: Pick<SecretStore, 'secret' | 'secrets'>): Promise<void> {
    await store.secret(CHECK, async () => this.wrap(CHECK_VALUE, CHECK));
    this.take(await store.secrets());
  }

  /**
   * Learns which key wraps now, and those of before. One that was added to the source since is read from there.
   * @throws MasterKeyError when this process has not got the key that wraps
   */
  take(secrets: ReadonlyMap<string, Uint8Array>): void {
    const check = secrets.get(CHECK);
    if (!check || (this.#check && Buffer.from(check).equals(this.#check))) return;
    const wrapping = this.#opening(check) ?? this.#openingAnew(check);
    if (!wrapping) throw notTheKey();
    this.#learnFormer(secrets);
    this.#wrapping = wrapping;
    this.#isTold = idOf(check) === wrapping.id;
    // Last: what failed before it is read again.
    this.#check = check;
  }

  /** Ids of the keys that this process was given and that have never wrapped: the next one, when there is one. */
  async unused(store: Pick<SecretStore, 'secrets'>): Promise<readonly string[]> {
    const former = new Set([...(await store.secrets()).keys()].filter((name) => name.startsWith(FORMER)));
    return [...this.#known.keys()].filter((id) => id !== this.id && !former.has(FORMER + id));
  }

  /**
   * Lets another key of this process wrap from now on, here and in every process that reads the store again. What the one
   * of before wrapped stays readable for whoever has the new one: the former is kept, wrapped under it.
   */
  async letWrap(id: string, store: SecretStore): Promise<void> {
    const next = this.#known.get(id);
    if (!next) throw new TypeError(`this process has no master key ${id}`);
    const secrets = await store.secrets();
    const former = FORMER + this.id;
    await store.replaceSecret(former, secrets.get(former), wrapUnder(next, this.#wrapping.bytes, former, true));
    await store.replaceSecret(CHECK, secrets.get(CHECK), wrapUnder(next, CHECK_VALUE, CHECK, true));
    // As it stands, also when somebody else was first.
    this.take(await store.secrets());
  }

  #opened(wrapped: Uint8Array, name: string): Buffer | undefined {
    const id = idOf(wrapped);
    const told = id === undefined ? undefined : this.#known.get(id);
    if (told) {
      const opened = openedUnder(told, wrapped.subarray(1 + ID_BYTES), name);
      if (opened) return opened;
    }
    for (const known of this.#known.values()) {
      const opened = openedUnder(known, wrapped, name);
      if (opened) return opened;
    }
    return undefined;
  }

  #learn(bytes: Uint8Array): KnownKey {
    if (bytes.length !== KEY_BYTES)
      throw new MasterKeyError(`a master key has ${KEY_BYTES} bytes, not ${bytes.length}`);
    const known = { id: keyId(bytes), bytes, key: createSecretKey(bytes) };
    this.#known.set(known.id, known);
    return known;
  }

  /** One of before may be wrapped under another of before: in rounds, until all that can be opened are known. */
  #learnFormer(secrets: ReadonlyMap<string, Uint8Array>): void {
    let closed = [...secrets].filter(([name]) => name.startsWith(FORMER));
    for (;;) {
      const left = closed.filter(([name, wrapped]) => {
        const opened = this.#opened(wrapped, name);
        if (opened) this.#learn(opened);
        return !opened;
      });
      const [first] = left;
      if (!first) return;
      if (left.length === closed.length) throw opensUnderNone(first[0]);
      closed = left;
    }
  }

  #opening(check: Uint8Array): KnownKey | undefined {
    return [...this.#known.values()].find(
      (known) =>
        (idOf(check) === known.id && openedUnder(known, check.subarray(1 + ID_BYTES), CHECK) !== undefined) ||
        openedUnder(known, check, CHECK) !== undefined,
    );
  }

  /** Synchronous, and only after a rotation: a file of some hundred bytes. It plays no part where the variable is set. */
  #openingAnew(check: Uint8Array): KnownKey | undefined {
    if (this.#source && !isInVariable(this.#source))
      for (const bytes of readKeyFiles(this.#source.file)) this.#learn(bytes);
    return this.#opening(check);
  }
}

/** Whether a secret says itself which master key wraps: it changes with that alone. */
export function isCheck(name: string): boolean {
  return name === CHECK;
}

function wrapUnder({ id, key }: KnownKey, secret: Uint8Array, name: string, isTold: boolean): Buffer {
  const encrypted = encrypt(key, secret, name);
  return isTold ? Buffer.concat([Uint8Array.of(FORM), Buffer.from(id, 'hex'), encrypted]) : encrypted;
}

function idOf(wrapped: Uint8Array): string | undefined {
  if (wrapped[0] !== FORM || wrapped.length <= 1 + ID_BYTES) return undefined;
  return Buffer.from(wrapped.subarray(1, 1 + ID_BYTES)).toString('hex');
}

/** Undefined when it does not open: authenticated encryption tells. */
function openedUnder({ key }: KnownKey, encrypted: Uint8Array, name: string): Buffer | undefined {
  try {
    return decrypt(key, encrypted, name);
  } catch {
    return undefined;
  }
}

function opensUnderNone(name: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${name} opens under no master key that this process has: give it the new one, too, while the key is rotated`,
    { name },
  );
}

function notTheKey(): MasterKeyError {
  return new MasterKeyError(
    'the master key is not the one that the key store was made with, or was rotated to: personal data could be neither ' +
      'read nor written. Put back the key in RETE_PUNTI_MASTER_KEY or in the master key file, or restore the key store ' +
      'that belongs to this key.',
  );
}
