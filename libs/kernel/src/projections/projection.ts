import type { DomainEvent } from '../decider.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import { handlerTable, type EventHandler, type HandledEvents } from '../events/event-handler.ts';
import type { BuildDefinition, IndexDefinition } from '../ports/read-model-store.ts';

/** A read model as a pure fold per document. It reads no other document: events carry the facts it needs. */
export interface Projection<Doc extends object = object> {
  /** kebab-case; part of every build's name. */
  readonly name: string;
  /** Version of the document's schema, from 1; raise it whenever the fold or the document changes. */
  readonly version: number;
  /** Declared indexes: every query of the read side must be served by one. */
  readonly indexes: readonly IndexDefinition[];
  /** Types of the events it folds; all others are passed over unread. */
  readonly handles: HandledEvents;
  /** Keys of the documents that an event touches, each once. */
  keys(event: RecordedEvent): readonly string[];
  /** The document after the event; undefined deletes it. Never changes the document it is given. */
  fold(document: Doc | undefined, event: RecordedEvent, key: string): Doc | undefined;
}

/** One handler per event type: the document after the event. */
export type FoldHandlers<Doc extends object, Event extends DomainEvent> = {
  readonly [T in Event['type']]?: (
    document: Doc | undefined,
    event: RecordedEvent<Extract<Event, { type: T }>>,
    key: string,
  ) => Doc | undefined;
};

interface ProjectionInput<Doc extends object, Event extends DomainEvent> {
  name: string;
  version: number;
  indexes: readonly IndexDefinition[];
  keys: (event: RecordedEvent<Event>) => readonly string[];
  on: FoldHandlers<Doc, Event>;
}

interface TypedProjectionInput<Doc extends object> {
  name: string;
  version: number;
  indexes: readonly IndexDefinition[];
  /** Not needed where each handler has its own. */
  keys?: (event: RecordedEvent) => readonly string[];
  /** What each event does to a document; undefined deletes it. */
  on: readonly EventHandler<Doc | undefined, Doc | undefined>[];
}

/**
 * Declares a projection: what it is called, how its documents are keyed and what each event does to them.
 * @throws TypeError when two handlers take one event
 */
export function defineProjection<Doc extends object>(input: TypedProjectionInput<Doc>): Projection<Doc>;
export function defineProjection<Doc extends object, Event extends DomainEvent>(
  input: ProjectionInput<Doc, Event>,
): Projection<Doc>;
export function defineProjection<Doc extends object>(
  input: TypedProjectionInput<Doc> | ProjectionInput<Doc, DomainEvent>,
): Projection<Doc> {
  if (isTyped(input)) return typedProjection(input);
  const handlers = new Map(Object.entries(input.on)) as Map<
    string,
    (document: Doc | undefined, event: RecordedEvent, key: string) => Doc | undefined
  >;
  return {
    name: input.name,
    version: input.version,
    indexes: input.indexes,
    handles: new Set(handlers.keys()),
    keys: (event) => input.keys(event),
    fold: (document, event, key) => {
      const handler = handlers.get(event.type);
      return handler ? handler(document, event, key) : document;
    },
  };
}

function isTyped<Doc extends object>(
  input: TypedProjectionInput<Doc> | ProjectionInput<Doc, DomainEvent>,
): input is TypedProjectionInput<Doc> {
  return Array.isArray(input.on);
}

function typedProjection<Doc extends object>({ keys, on, ...rest }: TypedProjectionInput<Doc>): Projection<Doc> {
  const table = handlerTable(rest.name, on);
  return {
    ...rest,
    handles: table.handles,
    keys: (event) => table.of(event)?.keys?.(event) ?? keys?.(event) ?? [],
    fold: (document, event, key) => {
      const handler = table.of(event);
      return handler ? handler.handle(document, event, key) : document;
    },
  };
}

/** What a store must know to make a build of a projection. */
export function buildDefinitionOf({ name, version, indexes }: Projection): BuildDefinition {
  return { projection: name, version, indexes };
}
