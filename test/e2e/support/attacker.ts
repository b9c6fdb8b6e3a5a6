import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { ID_NAMESPACE } from '#kernel/domain';
import { parseFiscalCode } from '#italy';
import type { MasterKey } from '#privacy';

/** What a key store holds, as somebody reads it past the adapter. */
export interface StolenKeys {
  readonly secrets: readonly { readonly name: string; readonly wrapped: Uint8Array }[];
  readonly subjectKeys: readonly { readonly subject: string; readonly wrapped: Uint8Array }[];
}

/** What somebody tries for each codice fiscale: the code itself, or a text that it stood in. */
export type Guess = (code: string) => string;

/** A codice fiscale whose derivation stands in what was stolen, and how it was derived. */
export interface Find {
  readonly code: string;
  readonly by: string;
}

const MONTHS = 'ABCDEHLMPRST';
/** Of the key that marks are made with: derived from that of a subject. */
const MARK = 'mark';
const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const DAYS = Array.from({ length: 31 }, (_, index) => index + 1);
const FIRST_DAY_OF_WOMEN = 40;

/**
 * Every codice fiscale of a birth year and place, of men and women, for each of these beginnings.
 * @param like the code of somebody born then and there
 * @param names six letters each, of surname and name
 */
export function codesLike(like: string, names: readonly string[]): string[] {
  const [year, place] = [like.slice(6, 8), like.slice(11, 15)];
  const days = [...DAYS, ...DAYS.map((day) => day + FIRST_DAY_OF_WOMEN)];
  return names.flatMap((name) =>
    [...MONTHS].flatMap((month) =>
      days.flatMap((day) => {
        const body = `${name}${year}${month}${String(day).padStart(2, '0')}${place}`;
        const letter = LETTERS.find((check) => parseFiscalCode(body + check) !== undefined);
        return letter === undefined ? [] : [body + letter];
      }),
    ),
  );
}

/** Somebody who holds files and every key that there is, and tries all codes. */
export class Attacker {
  readonly #stolen: Buffer;
  readonly #windows = new Windows();
  readonly #keys: readonly (readonly [name: string, key: KeyObject])[];

  /** @param stolen everything that is stored, in whatever order */
  constructor(stolen: readonly Uint8Array[], { secrets, subjectKeys }: StolenKeys, masterKey: MasterKey) {
    this.#stolen = Buffer.concat(stolen);
    this.#windows.add(this.#stolen);
    const named = [
      ...secrets.map(({ name, wrapped }) => [name, masterKey.unwrap(wrapped, name)] as const),
      ...subjectKeys.map(({ subject, wrapped }) => {
        const name = `subject-key/${subject}`;
        return [name, masterKey.unwrap(wrapped, name)] as const;
      }),
    ];
    this.#keys = named.flatMap(([name, bytes]) => [
      [name, createSecretKey(bytes)],
      [`${MARK} of ${name}`, createSecretKey(Buffer.from(hkdfSync('sha256', bytes, '', MARK, bytes.length)))],
    ]);
  }

  /** Names of the keys that were found, those of subjects included. */
  get keyNames(): readonly string[] {
    return this.#keys.map(([name]) => name);
  }

  /** Which of these codes are found, and by what. */
  find(codes: readonly string[], guesses: Readonly<Record<string, Guess>>): Find[] {
    const found: Find[] = [];
    for (const code of codes) {
      for (const [guess, textOf] of Object.entries(guesses)) {
        for (const [way, digest] of this.#derivations(textOf(code))) {
          if (formsOf(digest).some((form) => this.#holds(form))) found.push({ code, by: `${way} of ${guess}` });
        }
      }
    }
    return found;
  }

  *#derivations(text: string): Generator<readonly [way: string, digest: Buffer]> {
    yield ['SHA-256', createHash('sha256').update(text).digest()];
    yield ['derived id', idOf(text)];
    for (const [name, key] of this.#keys) yield [`HMAC under ${name}`, createHmac('sha256', key).update(text).digest()];
  }

  #holds(form: Buffer): boolean {
    // Passing all windows by chance is rare: only then is everything searched.
    return this.#windows.mayHold(form) && this.#stolen.includes(form);
  }
}

function idOf(text: string): Buffer {
  return createHash('sha1')
    .update(Buffer.from(ID_NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(text)
    .digest()
    .subarray(0, 6);
}

/** As it might stand: as it is, or written in one of the usual ways. Of an id, the part that no version or variant changes. */
function formsOf(digest: Buffer): Buffer[] {
  const hex = digest.toString('hex');
  if (digest.length < 16) return [Buffer.from(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-`)];
  return [digest, Buffer.from(hex), Buffer.from(digest.toString('base64url'))];
}

const WINDOW_BITS = 27;

/** Which four bytes in a row stand somewhere, or nearly: a few that do not are taken for some that do. */
class Windows {
  readonly #bits = new Uint32Array(2 ** (WINDOW_BITS - 5));

  add(bytes: Uint8Array): void {
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      const place = placeOf(bytes, at);
      this.#bits[place >>> 5] = (this.#bits[place >>> 5] ?? 0) | (1 << (place & 31));
    }
  }

  mayHold(form: Uint8Array): boolean {
    for (let at = 0; at + 4 <= form.length; at += 4) {
      const place = placeOf(form, at);
      if (((this.#bits[place >>> 5] ?? 0) & (1 << (place & 31))) === 0) return false;
    }
    return true;
  }
}

function placeOf(bytes: Uint8Array, at: number): number {
  const word =
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>>
    0;
  return Math.imul(word, 0x9e3779b1) >>> (32 - WINDOW_BITS);
}
