import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { SecretBox } from '#kernel/ports';

/** The pepper made at the first start. */
export const FIRST_PEPPER = 'pepper';
/** Those that followed, and where the rotation to the last of them stands. */
export const LATER_PEPPERS = 'later-peppers';

/**
 * Where a rotation stands: `announced`, it is looked for under the new pepper as well; `moving`, rows are put under it;
 * `settled`, there is nothing under the one before.
 */
export type PepperPhase = 'announced' | 'moving' | 'settled';

/** As it is kept. */
export interface StoredPeppers {
  /** Base64, the oldest first. */
  readonly later: readonly string[];
  readonly phase: PepperPhase;
}

/** Begins a pseudonym under the second pepper and later ones: its number. Base64url has no full stop. */
const NUMBERED = /^(\d+)\./;

/**
 * The peppers of an installation. The pseudonym under the second is the keyed hash of that under the first, and so on: a
 * pepper can be rotated without a codice fiscale, and whoever knows those of before cannot try codes without the last.
 */
export class PepperState {
  readonly #later: readonly KeyObject[];
  readonly phase: PepperPhase;
  readonly #bytes: Uint8Array | undefined;

  private constructor({ later, phase }: StoredPeppers, bytes: Uint8Array | undefined) {
    this.#later = later.map((pepper) => createSecretKey(Buffer.from(pepper, 'base64')));
    this.phase = phase;
    this.#bytes = bytes;
  }

  /** @param known given back when nothing has changed */
  static read(secrets: ReadonlyMap<string, Uint8Array>, box: SecretBox, known?: PepperState): PepperState {
    const bytes = secrets.get(LATER_PEPPERS);
    if (known && (bytes && known.#bytes ? Buffer.from(bytes).equals(known.#bytes) : bytes === known.#bytes))
      return known;
    return new PepperState(storedPeppers(bytes, box), bytes);
  }

  /** Number of the newest pepper, from 1. */
  get newest(): number {
    return this.#later.length + 1;
  }

  /** Whether new rows end under the newest pepper. */
  get isMoving(): boolean {
    return this.phase !== 'announced';
  }

  /** The pseudonyms to look for; `before` while rows may stand under the pepper of before. */
  lookedFor(pseudonym: string): { readonly before: string | undefined; readonly now: string } {
    const before = this.phase === 'settled' ? undefined : this.#under(pseudonym, this.newest - 1);
    return { before, now: this.moved(pseudonym) };
  }

  /** The pseudonym that a new row is added under. */
  registered(pseudonym: string): string {
    return this.#under(pseudonym, this.phase === 'settled' ? this.newest : this.newest - 1);
  }

  /** A pseudonym under the newest pepper, from that under any before. */
  moved(pseudonym: string): string {
    return this.#under(pseudonym, this.newest);
  }

  #under(pseudonym: string, wanted: number): string {
    let moved = pseudonym;
    for (let number = numberOf(pseudonym) + 1; number <= wanted; number += 1) {
      const pepper = this.#later[number - 2];
      if (!pepper) throw new TypeError(`there is no pepper ${number}`);
      moved = `${number}.${createHmac('sha256', pepper).update(moved).digest('base64url')}`;
    }
    return moved;
  }
}

export function storedPeppers(bytes: Uint8Array | undefined, box: SecretBox): StoredPeppers {
  if (!bytes) return { later: [], phase: 'settled' };
  return JSON.parse(Buffer.from(box.unwrap(bytes, LATER_PEPPERS)).toString('utf8')) as StoredPeppers;
}

function numberOf(pseudonym: string): number {
  return Number(NUMBERED.exec(pseudonym)?.[1] ?? 1);
}
