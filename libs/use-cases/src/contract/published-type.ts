import { Type, type TObject, type TProperties } from '@sinclair/typebox';
import type { EventDefinition } from '#kernel/domain';
import { publisherOf, type Publisher } from '../queries/publish.ts';
import { hasPath, idOfThing, type PublishedField } from './published-field.ts';

/** Under which all published types stand: the domain of the institute, reversed, and the product. */
export const PUBLISHED_PREFIX = 'it.inps.retepunti.';

/** How a person is named to outsiders: by an id that each receiver has for itself, and that no other can join with its own. */
export const PairwiseId = Type.String({
  ...{ pattern: '^[0-9a-f]{32}$', maxLength: 32 },
  description: 'Of a person, for this receiver alone; absent once the person was erased.',
});

/** The fields that name persons, in the order in which they are kept; what is erased leaves them out. */
export const PERSON_FIELDS = ['person', 'secondPerson'] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

/** From which domain event a published one is made, and how. */
export interface Publication {
  readonly definition: EventDefinition;
  readonly fields: Readonly<Record<string, PublishedField>>;
  /** Which thing it is about: the `subject` of CloudEvents, in whose order its events are told. */
  readonly thing: PublishedField;
  /** Of an event that may bring its thing elsewhere: where it stood before, which is told of it, too. ISTAT codes. */
  readonly left?: PlaceLeft;
}

/** Where a thing stood before an event. */
export type PlaceLeft = Readonly<Partial<Record<'region' | 'province', PublishedField>>>;

/** What outsiders are told: a type with its own name, version and schema, apart from the events of the domain. */
export interface PublishedType {
  /** In reverse DNS with its major version: `it.inps.retepunti.service-point.opened.v1`. */
  readonly name: string;
  /** What people read in the catalogue, a few words of Italian. */
  readonly title: string;
  /** One sentence: what has happened, in words of outsiders. */
  readonly about: string;
  readonly schema: TObject;
  /** Raise it whenever what is made of domain events changes, so that what was published is made anew. */
  readonly revision: number;
  /** It tells that a person was erased, and is the only one that names them after that. */
  readonly tellsErasure: boolean;
  /** What it says everybody may know, wherever it happened, and concerns whoever reads anywhere. */
  readonly everywhere: boolean;
  readonly made: readonly Publication[];
  /** Lets out what the schema names, and nothing else. */
  readonly cut: Publisher;
}

interface PublishedInput {
  /** Without the prefix, for example `service-point.opened.v1`. */
  readonly type: string;
  readonly title: string;
  readonly about: string;
  readonly fields: TProperties;
  readonly made: readonly Publication[];
  readonly revision?: number;
  readonly tellsErasure?: true;
  readonly everywhere?: true;
}

const NAME = /^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+\.v[1-9]\d*$/;

/**
 * Declares what outsiders are told of some domain events. Each field says where it comes from; what is not declared never
 * leaves.
 * @throws TypeError for a name without a version, a field that the schema does not have, one that it needs and that nothing
 *   makes, a path that the domain event does not have, a person who could not be left out, and one who is told everywhere
 */
export function publish(input: PublishedInput): PublishedType {
  const { type, title, about, fields, made, revision = 1, tellsErasure = false, everywhere = false } = input;
  if (!NAME.test(type)) throw new TypeError(`${type} is no name of a published event: words, dots, and .v1 at the end`);
  const schema = Type.Object(fields, { additionalProperties: false });
  const name = `${PUBLISHED_PREFIX}${type}`;
  for (const person of PERSON_FIELDS) {
    if (everywhere && Object.hasOwn(fields, person)) {
      throw new TypeError(
        `${name} names ${person} and is told everywhere: a person concerns those who read where they are`,
      );
    }
    if (!tellsErasure && schema.required?.includes(person)) {
      throw new TypeError(`${name} needs ${person}, who may be erased: make it optional`);
    }
  }
  for (const publication of made) refuseMisfit(name, schema, publication);
  return { name, title, about, schema, revision, tellsErasure, everywhere, made, cut: publisherOf(schema) };
}

/** Declares how a published event is made from a domain event. */
export function madeFrom(
  definition: EventDefinition,
  fields: Readonly<Record<string, PublishedField>>,
  { thing = idOfThing, left }: Partial<Pick<Publication, 'thing' | 'left'>> = {},
): Publication {
  return { definition, fields, thing, ...(left ? { left } : {}) };
}

function refuseMisfit(name: string, schema: TObject, { definition, fields, thing, left = {} }: Publication): void {
  const from = `${name} from ${definition.type}`;
  for (const field of Object.keys(fields)) {
    if (!Object.hasOwn(schema.properties, field)) throw new TypeError(`${from} makes ${field}, which its schema lacks`);
  }
  const missing = schema.required?.find((field) => !Object.hasOwn(fields, field));
  if (missing !== undefined) throw new TypeError(`${from} makes no ${missing}, which its schema needs`);
  for (const { path } of [...Object.values(fields), thing, ...Object.values(left)]) {
    if (path !== undefined && !hasPath(definition.schema, path)) {
      throw new TypeError(`${from} reads ${path}, which that event does not have`);
    }
  }
}
