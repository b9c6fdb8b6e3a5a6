import { PERSON_FIELDS, type CloudEvent } from '#use-cases';
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
  /** Whether somebody is there whom nobody has erased. */
  readonly isStanding: (person: string) => Promise<boolean>;
  /** Name of the type that tells of an erasure. */
  readonly erasure: string | undefined;
}

/** Makes published events into what one receiver reads; whoever was erased is left out, whatever is stored. */
export class Rendering {
  readonly #parts: RenderingParts;

  constructor(parts: RenderingParts) {
    this.#parts = parts;
  }

  async of(found: readonly Found[], to: Addressee): Promise<readonly CloudEvent[]> {
    const standing = await this.#standing(found);
    return found.map((one) => this.#event(one, to, standing));
  }

  #event({ key, document }: Found, { receiver, tag, origin }: Addressee, standing: ReadonlySet<string>): CloudEvent {
    const { type, thing, at, legalDay, sequence } = document;
    const tellsErasure = type === this.#parts.erasure;
    const persons: Record<string, string> = {};
    for (const field of PERSON_FIELDS) {
      const person = document[field];
      if (person !== null && (tellsErasure || standing.has(person))) {
        persons[field] = this.#parts.pairwise.of(receiver, person);
      }
    }
    return {
      ...{ specversion: '1.0', id: eventIdOf(tag, key), source: sourceOf(tag), type },
      ...{ subject: tellsErasure ? persons.person : thing, time: at, datacontenttype: 'application/json' },
      ...{
        dataschema: `${origin}${CATALOGUE_PATHS.schemas}/${type}`,
        ...(legalDay === null ? {} : { legaldate: legalDay }),
      },
      ...{ sequence: String(sequence), data: { ...document.data, ...persons } },
    } as CloudEvent;
  }

  async #standing(found: readonly Found[]): Promise<ReadonlySet<string>> {
    const named = new Set(found.flatMap(({ document }) => PERSON_FIELDS.flatMap((field) => document[field] ?? [])));
    const looked = await Promise.all(
      [...named].map(async (person) => [person, await this.#parts.isStanding(person)] as const),
    );
    return new Set(looked.filter(([, isStanding]) => isStanding).map(([person]) => person));
  }
}
