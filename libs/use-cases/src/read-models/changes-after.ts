import { when, type EventDefinition, type EventHandler, type EventOf, type RecordedEvent } from '#kernel/domain';

/** What an event may change of a document; the rest is kept by {@link changesAfter}. */
export type Change<Document> = Partial<Omit<Document, 'id' | keyof Traced>>;

/** What a document says of the last event in it. */
interface Traced {
  readonly changedAt: string;
  readonly revision: number;
}

/**
 * Makes handlers of events that change a document and note when, and by which event of its stream.
 * @param first the event that a document begins with
 * @throws TypeError in a handler, when there is no document yet
 */
export function changesAfter<Document extends Traced>(first: EventDefinition) {
  return <Definition extends EventDefinition>(
    definition: Definition,
    change: (data: EventOf<Definition>['data'], document: Document, event: RecordedEvent) => Change<Document>,
  ): EventHandler<Document | undefined, Document> =>
    when(definition, (document: Document | undefined, event) => {
      const { type, stream, data, recordedAt, revision } = event;
      if (!document) throw new TypeError(`${type} in ${stream} before ${first.type}`);
      return { ...document, ...change(data, document, event), changedAt: recordedAt, revision };
    });
}
