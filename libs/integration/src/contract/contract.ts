import { isDeepStrictEqual } from 'node:util';
import type { PublishedType } from '#use-cases';

/** A JSON Schema, as far as contracts look at it. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly [keyword: string]: unknown;
}

/** What outsiders rely on: each type with what it says. */
export interface Contract {
  readonly types: readonly { readonly name: string; readonly about: string; readonly schema: JsonSchema }[];
}

/** The contract that the declarations make. */
export function contractOf(types: readonly PublishedType[]): Contract {
  return {
    types: types
      .map(({ name, about, schema }) => ({ name, about, schema: schemaOf(schema) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** A schema as it leaves: plain JSON, in which each part stands for itself, under no name of its own. */
export function schemaOf(schema: object): JsonSchema {
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === '$id' ? undefined : value))) as JsonSchema;
}

/**
 * What of a contract was changed so that who relies on the former one would be misled: a type or field that is gone, one that
 * may be absent now, a value that was not there before, another type or a wider bound. What is added beside that harms nobody.
 * @returns a sentence for each
 */
export function breakingChanges(former: Contract, now: Contract): string[] {
  const present = new Map(now.types.map((type) => [type.name, type]));
  return former.types.flatMap(({ name, schema }) => {
    const type = present.get(name);
    if (!type) return [`${name} is gone: go on publishing it beside its successor`];
    return changesOf(schema, type.schema, 'data').map(
      (change) => `${name}: ${change}: publish that under a new version, beside this one`,
    );
  });
}

function changesOf(former: JsonSchema, now: JsonSchema, at: string): string[] {
  const values = valuesOf(former);
  if (values) {
    const others = valuesOf(now);
    if (!others) return [`${at} is no longer one of a few words`];
    const added = [...others].filter((value) => !values.has(value));
    return added.map((value) => `${at} may be ${value}, which receivers do not know`);
  }
  if (former.type === undefined && !isDeepStrictEqual(former, now)) return [`${at} is described otherwise`];
  if (former.type !== now.type) return [`${at} is ${String(now.type)} and was ${String(former.type)}`];
  if (former.items) return now.items ? changesOf(former.items, now.items, `${at}[]`) : [`${at} holds anything`];
  if (former.properties) return fieldsOf(former, now, at);
  return ['pattern', 'maxLength', 'minLength', 'minimum', 'maximum', 'minItems', 'maxItems']
    .filter((bound) => former[bound] !== undefined && isWider(bound, former[bound], now[bound]))
    .map((bound) => `${at} has another ${bound}`);
}

function fieldsOf(former: JsonSchema, now: JsonSchema, at: string): string[] {
  return Object.entries(former.properties ?? {}).flatMap(([name, schema]) => {
    const field = now.properties?.[name];
    if (!field) return [`${at}.${name} is gone`];
    const mayBeAbsent = former.required?.includes(name) === true && now.required?.includes(name) !== true;
    return [...(mayBeAbsent ? [`${at}.${name} may be absent`] : []), ...changesOf(schema, field, `${at}.${name}`)];
  });
}

function valuesOf({ const: only, anyOf }: JsonSchema): ReadonlySet<string> | undefined {
  if (only !== undefined) return new Set([JSON.stringify(only)]);
  if (!anyOf?.every((one) => one.const !== undefined)) return undefined;
  return new Set(anyOf.map((one) => JSON.stringify(one.const)));
}

function isWider(bound: string, former: unknown, now: unknown): boolean {
  if (bound === 'pattern') return former !== now;
  if (now === undefined) return true;
  return bound.startsWith('max') ? Number(now) > Number(former) : Number(now) < Number(former);
}
