import { PERSON_FIELDS, type CloudEvent, type WrittenEvent } from '#use-cases';
import { CATALOGUE_PATHS } from '../catalogue/paths.ts';
import { eventIdOf } from './event-id.ts';
import type { PairwiseIds } from './pairwise-ids.ts';
import type { Found } from './published-log.ts';

/** To whom events are told, and by which server. */
export interface Addressee {
  /** Id of the receiver. */
  readonly receiver: string;
  /** The mark of the log. */
  readonly tag: string;
  /** `https://host`. */
  readonly origin: string;
}

/** Which log events come from. */
export function sourceOf(tag: string): string {
  return `urn:rete-punti:log:${tag}`;
}

interface RenderingParts {
  readonly pairwise: PairwiseIds;
  /** Those of some persons who are there and whom nobody has erased. */
  readonly standingAmong: (persons: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
  /** Name of the type that tells of an erasure. */
  readonly erasure: string | undefined;
}

/** What all events of a type have in common for one receiver. */
type OfType = Pick<CloudEvent, 'specversion' | 'source' | 'type' | 'datacontenttype' | 'dataschema'>;

/**
 * Writes published events as one receiver reads them; whoever was erased is left out, whatever is stored. What an event says
 * goes from the read model into its text as it is: nothing stands there but what its type declares.
 */
export class Rendering {
  readonly #parts: RenderingParts;

  constructor(parts: RenderingParts) {
    this.#parts = parts;
  }

  async of(found: readonly Found[], to: Addressee): Promise<readonly WrittenEvent[]> {
    const standing = await this.#standing(found);
    const ofTypes = new Map<string, string>();
    return found.map((one) => {
      const { type } = one.document;
      let ofType = ofTypes.get(type);
      if (ofType === undefined) ofTypes.set(type, (ofType = commonTo(type, to)));
      return this.#event(one, { ofType, to, standing });
    });
  }

  #event({ key, document, data }: Found, { ofType, to, standing }: Surroundings): WrittenEvent {
    const { type, thing, at, legalDay, sequence } = document;
    const tellsErasure = type === this.#parts.erasure;
    let said = data.slice(1, -1);
    let subject: string | undefined = tellsErasure ? undefined : thing;
    for (const field of PERSON_FIELDS) {
      const person = document[field];
      if (person === null || !(tellsErasure || standing.has(person))) continue;
      const id = this.#parts.pairwise.of(to.receiver, person);
      said += `${said === '' ? '' : ','}"${field}":"${id}"`;
      if (tellsErasure && field === 'person') subject = id;
    }
    const id = eventIdOf(to.tag, key);
    const about = subject === undefined ? '' : `"subject":${JSON.stringify(subject)},`;
    const day = legalDay === null ? '' : `"legaldate":"${legalDay}",`;
    const json = `{"id":"${id}",${ofType},${about}"time":"${at}",${day}"sequence":"${sequence}","data":{${said}}}`;
    return { id, json };
  }

  async #standing(found: readonly Found[]): Promise<ReadonlySet<string>> {
    const named = new Set<string>();
    for (const { document } of found) {
      for (const field of PERSON_FIELDS) {
        const person = document[field];
        if (person !== null) named.add(person);
      }
    }
    return named.size === 0 ? named : this.#parts.standingAmong(named);
  }
}

/** What an event is written with. */
interface Surroundings {
  readonly ofType: string;
  readonly to: Addressee;
  /** Persons whom nobody has erased. */
  readonly standing: ReadonlySet<string>;
}

/** The fields of every event of a type, as JSON text without its braces. */
function commonTo(type: string, { tag, origin }: Addressee): string {
  const common: OfType = {
    ...{ specversion: '1.0', source: sourceOf(tag), type, datacontenttype: 'application/json' },
    dataschema: `${origin}${CATALOGUE_PATHS.schemas}/${type}`,
  };
  return JSON.stringify(common).slice(1, -1);
}
