import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { RequestBody } from '#kernel/domain';
import { installationSecret, type KeyStore, type SecretBox } from '#kernel/ports';
import type { PersonalData } from '#use-cases';
import { canonicalJson } from './canonical-json.ts';

const KEY_NAME = 'request-hash-key';
/** Hashed whole bodies, persons and all, before what is said of persons had keys of its own. */
const KEY_OF_BEFORE = 'body-hash-key';

/** Begins every hash that is made today. */
const FORM = 'v2';
const BETWEEN = '.';

/** A request, as it was sent. */
interface Sent {
  readonly body: unknown;
  /** Of the path. */
  readonly parameters: unknown;
  /** Names of the fields of the body that say something of a person. */
  readonly personal: readonly string[];
}

/**
 * Tells whether two requests say the same, without keeping what they said. What they say of persons is hashed under the
 * keys of these, which are destroyed when they are erased: under a key that stays it could be found by trying all codes.
 * The rest is hashed under a secret of the installation.
 */
export class BodyHasher {
  readonly #key: KeyObject;
  readonly #persons: Pick<PersonalData, 'mark'>;

  /** @param key 32 random bytes, the same for the life of the installation */
  constructor(key: Uint8Array, persons: Pick<PersonalData, 'mark'>) {
    this.#key = createSecretKey(key);
    this.#persons = persons;
  }

  /** Destroys the key of before, too: by the hashes that older versions left, nobody is found any more. */
  static async open(
    keys: Pick<KeyStore, 'secret' | 'destroySecret'>,
    box: SecretBox,
    persons: Pick<PersonalData, 'mark'>,
  ): Promise<BodyHasher> {
    await keys.destroySecret(KEY_OF_BEFORE);
    return new BodyHasher(await installationSecret(keys, box, KEY_NAME, () => randomBytes(32)), persons);
  }

  /**
   * What a request said, in canonical form.
   * @throws HttpProblem BODY_TOO_DEEP
   */
  bodyOf({ body, parameters, personal }: Sent): RequestBody {
    const { rest, said } = apart(body, personal);
    const names = Object.keys(said);
    const text = names.length === 0 ? undefined : canonicalJson(said);
    const restText = canonicalJson([rest, names, parameters]);
    let made: string | undefined;
    const restHash = (): string => (made ??= this.#hash(restText));
    return {
      hash: async (subjects) => {
        const mark = text === undefined ? undefined : await this.#mark(text, subjects);
        return [FORM, restHash(), ...(mark === undefined ? [] : [mark, ...subjects])].join(BETWEEN);
      },
      matches: async (kept) => {
        const [form, keptRest, keptMark, ...subjects] = kept.split(BETWEEN);
        // Of an older version: the key that could tell is destroyed.
        if (form !== FORM) return true;
        if (keptRest !== restHash()) return false;
        // The rest says, too, whether anything is said of persons.
        if (keptMark === undefined || text === undefined) return true;
        const mark = await this.#mark(text, subjects);
        return mark === undefined || mark === keptMark;
      },
    };
  }

  /** Under all their keys, one after the other, so that none of them is found once one is erased; undefined then. */
  async #mark(text: string, subjects: readonly string[]): Promise<string | undefined> {
    if (subjects.length === 0) return undefined;
    let mark: string | undefined = text;
    for (const subject of subjects) mark = mark === undefined ? undefined : await this.#persons.mark(subject, mark);
    return mark;
  }

  #hash(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}

/** What a body says of persons, and the rest. */
function apart(body: unknown, personal: readonly string[]): { rest: unknown; said: Record<string, unknown> } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { rest: body, said: {} };
  const fields = Object.entries(body);
  const isPersonal = ([name]: readonly [string, unknown]): boolean => personal.includes(name);
  return {
    rest: Object.fromEntries(fields.filter((field) => !isPersonal(field))),
    said: Object.fromEntries(fields.filter(isPersonal).sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}
