import type { CloudEvent } from '#use-cases';

/** An event of each published type as a receiver reads it, by the name of the type. Its `dataschema` is a path. */
export type PublishedExamples = ReadonlyMap<string, CloudEvent>;

/** By the names of their types. */
export function examplesOf(events: readonly CloudEvent[]): PublishedExamples {
  return new Map(events.map((event) => [event.type, event]));
}
