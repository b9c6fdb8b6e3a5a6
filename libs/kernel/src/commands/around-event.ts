import type { DomainEvent } from '../events/domain-event.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { StreamName } from '../stream-name.ts';
import type { Aggregate } from './aggregate.ts';
import { emptyStream, extend, refuseGaps } from './loaded-stream.ts';

/** What one event has changed, whatever came later. */
export interface Around<State> {
  readonly before: State;
  readonly after: State;
}

/** An aggregate as it stood before and after the event at a revision, folded from its whole history. */
export async function aroundEvent<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  stream: StreamName,
  revision: number,
  { store, registry }: { readonly store: EventStore; readonly registry: EventRegistry },
): Promise<Around<State>> {
  const stored = await store.readStream(stream, 0);
  refuseGaps(stream, stored, 0);
  const events = stored.map((event) => registry.decodeToFold<Event>(event));
  const until = (last: number): State => {
    const loaded = emptyStream(aggregate.initialState());
    for (const folded of events) if (folded.event.revision <= last) extend(aggregate, loaded, folded);
    return loaded.state;
  };
  return { before: until(revision - 1), after: until(revision) };
}
