/** Two of these for each key: of a thousand new keys beside a million that were written, a dozen are taken for written ones. */
const BITS = 2 ** 24;

/**
 * Keys that a build has written, in 2 MB however many they are. A new document is told by it without asking the store, which
 * would have to look for each of them in vain.
 */
export class WrittenKeys {
  #bits: Uint8Array | undefined;

  add(key: string): void {
    this.#bits ??= new Uint8Array(BITS / 8);
    const hash = hashOf(key);
    this.#set(placeOf(hash));
    this.#set(otherPlaceOf(hash));
  }

  /** False only where the key was never added. */
  mayHave(key: string): boolean {
    if (!this.#bits) return false;
    const hash = hashOf(key);
    return this.#has(placeOf(hash)) && this.#has(otherPlaceOf(hash));
  }

  #set(place: number): void {
    if (this.#bits) this.#bits[place >>> 3] = (this.#bits[place >>> 3] ?? 0) | (1 << (place & 7));
  }

  #has(place: number): boolean {
    return ((this.#bits?.[place >>> 3] ?? 0) & (1 << (place & 7))) !== 0;
  }
}

/** FNV-1a. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return hash;
}

function placeOf(hash: number): number {
  return (hash ^ (hash >>> 8)) & (BITS - 1);
}

function otherPlaceOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 12)) & (BITS - 1);
}
