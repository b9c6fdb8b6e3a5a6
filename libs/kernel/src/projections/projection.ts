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

interface ProjectionInput<Doc extends object> {
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
export function defineProjection<Doc extends object>({ keys, on, ...rest }: ProjectionInput<Doc>): Projection<Doc> {
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
