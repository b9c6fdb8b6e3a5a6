import type { RecordedEvent } from './envelope.ts';
import type { EventDefinition, EventOf } from './event-definition.ts';

/** Stands for every type there is, also those of contexts that nobody has written yet. */
export interface EveryEvent {
  has(type: string): boolean;
  readonly every: true;
}
export const EVERY_EVENT: EveryEvent = { has: () => true, every: true };

/** The types of the events that a reader of the log takes; all others are passed over unread. */
export type HandledEvents = ReadonlySet<string> | EveryEvent;

/**
 * What a reader of the log makes of some events: of a document or the state of a process (`Subject`), and of an event, its
 * next one or a reaction (`Result`).
 */
export interface EventHandler<Subject, Result> {
  /** Absent for every event that no other handler takes. */
  readonly definitions?: readonly EventDefinition[];
  handle(subject: Subject, event: RecordedEvent, key: string): Result;
  /** Which documents or instances the event touches, where it is not keyed like the others. */
  keys?(event: RecordedEvent): readonly string[];
}

/**
 * Handles events by their definition.
 * @param definition one, or several that are handled alike
 * @param keys what the event touches, where that is not what the reader's `keys` say
 */
export function when<Definition extends EventDefinition, Subject, Result>(
  definition: Definition | readonly Definition[],
  handle: (subject: Subject, event: RecordedEvent<EventOf<Definition>>, key: string) => Result,
  keys?: (event: RecordedEvent<EventOf<Definition>>) => readonly string[],
): EventHandler<Subject, Result> {
  return {
    definitions: Array.isArray(definition) ? (definition as readonly Definition[]) : [definition as Definition],
    handle: handle,
    ...(keys ? { keys: keys } : {}),
  };
}

/** Handles every event that no other handler of this reader takes, of whatever context. */
export function onAny<Subject, Result>(
  handle: (subject: Subject, event: RecordedEvent, key: string) => Result,
): EventHandler<Subject, Result> {
  return { handle };
}

/** The handlers of one reader, found by the type of the event. */
export interface HandlerTable<Subject, Result> {
  readonly handles: HandledEvents;
  of(event: RecordedEvent): EventHandler<Subject, Result> | undefined;
}

/**
 * @param reader its name, for the error
 * @throws TypeError when two handlers take one event
 */
export function handlerTable<Subject, Result>(
  reader: string,
  handlers: readonly EventHandler<Subject, Result>[],
): HandlerTable<Subject, Result> {
  const byType = new Map<string, EventHandler<Subject, Result>>();
  let any: EventHandler<Subject, Result> | undefined;
  for (const handler of handlers) {
    if (!handler.definitions) {
      if (any) throw new TypeError(`${reader} handles any event twice`);
      any = handler;
    }
    for (const { type } of handler.definitions ?? []) {
      if (byType.has(type)) throw new TypeError(`${reader} handles ${type} twice`);
      byType.set(type, handler);
    }
  }
  return { handles: any ? EVERY_EVENT : new Set(byType.keys()), of: ({ type }) => byType.get(type) ?? any };
}
