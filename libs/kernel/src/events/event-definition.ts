import type { Static, TProperties, TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import type { DomainEvent } from './domain-event.ts';
import { isPersonal } from './sealed.ts';

/** Turns the payload of one schema version into that of the next. */
export type Upcaster = (data: unknown) => unknown;

/** Everything that is known of one event, in one place. */
export interface EventDefinition<T extends string = string, S extends TSchema = TSchema> {
  /** The plain name, which is also the EventStoreDB event type. */
  readonly type: T;
  /** Schema version of what is written today, from 1. */
  readonly version: number;
  readonly schema: S;
  /** `upcasters[n]` lifts version n to n + 1; one for each version before `version`. */
  readonly upcasters: Readonly<Record<number, Upcaster>>;
  /** Names of the top-level fields that are personal data, sealed. */
  readonly personalFields: readonly string[];
  readonly check: TypeCheck<S>;
}

/** The domain event that a definition describes. */
export type EventOf<D> = D extends EventDefinition<infer T, infer S> ? DomainEvent<T, Static<S>> : never;

/** The union of the domain events of several definitions: `EventsOf<typeof definitions>`. */
export type EventsOf<L extends readonly unknown[]> = EventOf<L[number]>;

interface DefinitionInput<T extends string, S extends TSchema> {
  type: T;
  schema: S;
  version?: number;
  upcasters?: Readonly<Record<number, Upcaster>>;
}

/**
 * Declares an event: the TypeScript type, the validator and the published JSON Schema come from this one schema.
 * @throws TypeError when an upcaster is missing
 */
export function defineEvent<T extends string, S extends TSchema>(input: DefinitionInput<T, S>): EventDefinition<T, S> {
  const version = input.version ?? 1;
  const upcasters = input.upcasters ?? {};
  for (let from = 1; from < version; from += 1) {
    if (!upcasters[from]) throw new TypeError(`${input.type}: no upcaster from version ${from}`);
  }
  let check: TypeCheck<S> | undefined;
  const properties = (input.schema as { properties?: TProperties }).properties ?? {};
  return {
    type: input.type,
    version,
    schema: input.schema,
    upcasters,
    personalFields: Object.keys(properties).filter((name) => isPersonal(properties[name] as TSchema)),
    // Compiled for the first event of its kind: a start meets few of all that there are.
    get check() {
      return (check ??= TypeCompiler.Compile(input.schema));
    },
  };
}
