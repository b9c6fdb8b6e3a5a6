/** Keeps small secrets of the installation under its master key. Whoever holds the master key implements it. */
export interface SecretBox {
  /** Encrypts a secret, bound to its name: it opens under no other. */
  wrap(secret: Uint8Array, name: string): Uint8Array;
  /** @throws when it was wrapped under another master key or another name, or was changed since */
  unwrap(wrapped: Uint8Array, name: string): Uint8Array;
}

/** Where wrapped secrets stand; the `KeyStore` is one. */
export interface SecretShelf {
  /** The wrapped secret of this name; `make` is called once, ever. */
  secret(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

/** A shelf whose secrets change: keys are rotated, and every process finds out by reading again. */
export interface SecretStore extends SecretShelf {
  /** All that stand there now, wrapped, by name: a dozen at most, in one read. */
  secrets(): Promise<ReadonlyMap<string, Uint8Array>>;
  /**
   * Puts a secret in the place of the one that was read, durably, unless another was put there meanwhile.
   * @param from undefined when none stood there
   * @param to undefined takes the secret away
   * @returns whether it was put there now
   */
  replaceSecret(name: string, from: Uint8Array | undefined, to: Uint8Array | undefined): Promise<boolean>;
}

/** A secret of the installation, made at its first use and the same ever after. */
export async function installationSecret(
  shelf: SecretShelf,
  box: SecretBox,
  name: string,
  make: () => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array> {
  return box.unwrap(await shelf.secret(name, async () => box.wrap(await make(), name)), name);
}
