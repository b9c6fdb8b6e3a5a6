import type { SecretBox, SecretStore } from '#kernel/ports';

/** Turns bytes round: enough to see that what is kept is not what was given. */
export const turningBox: SecretBox = {
  wrap: (secret) => Uint8Array.from(secret, (byte) => byte ^ 0xff),
  unwrap: (wrapped) => Uint8Array.from(wrapped, (byte) => byte ^ 0xff),
};

/** Secrets of an installation in memory; those who share it are its processes. */
export class SecretShelf implements SecretStore {
  readonly #kept = new Map<string, Uint8Array>();

  async secret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const secret = this.#kept.get(name) ?? (await make());
    this.#kept.set(name, secret);
    return secret;
  }

  async secrets(): Promise<ReadonlyMap<string, Uint8Array>> {
    return new Map(this.#kept);
  }

  async replaceSecret(name: string, from: Uint8Array | undefined, to: Uint8Array | undefined): Promise<boolean> {
    const standing = this.#kept.get(name);
    if (standing && from ? !Buffer.from(standing).equals(from) : standing !== from) return false;
    if (to) this.#kept.set(name, to);
    else this.#kept.delete(name);
    return true;
  }
}
