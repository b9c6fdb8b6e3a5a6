import { START as FROM_START, streamNameFilter, type AllStreamResolvedEvent } from '@eventstore/db-client';
import { isAfter, START, type Position } from '#kernel/domain';
import type { LogBatch } from '#kernel/ports';
import { positionOf, type LogServer } from '../connection/log-server.ts';
import { Pull } from '../connection/pull.ts';
import type { Namespace } from '../events/namespace.ts';
import { ownEvent, type EventStoreDbEvent } from '../events/stored-event.ts';
import { AnnouncedPlaces } from './announced-places.ts';

/** The server looks at so many events, wanted or not, before it says how far it is. */
const SEARCH_WINDOW = 1_000;

interface Parts {
  readonly server: LogServer;
  readonly namespace: Namespace;
  /** Exclusive: what the consumer has. */
  readonly after: Position;
  /** Of the log before the subscription begins. */
  readonly end: Position;
  /** Most events that wait in this process to be taken. */
  readonly readAhead: number;
}

/** What comes from one subscription, with what the client tells beside the events. */
export class Tail {
  readonly pull: Pull<AllStreamResolvedEvent>;
  readonly #namespace: Namespace;
  readonly #end: Position;
  /** The client announces them when they are read from the connection, ahead of the events that wait to be taken. */
  readonly #places = new AnnouncedPlaces();
  #isCaughtUp = false;
  /** The last event that was taken: only what lies before it can have been delivered twice. */
  #delivered: Position;
  /** Everything up to here was handed out or is passed over. */
  #through: Position;

  constructor({ server, namespace, after, end, readAhead }: Parts) {
    this.#namespace = namespace;
    this.#end = end;
    this.#delivered = after;
    this.#through = after;
    const commit = BigInt(after);
    const subscription = server.client.subscribeToAll(
      {
        fromPosition: after === START ? FROM_START : { commit, prepare: commit },
        requiresLeader: true,
        filter: streamNameFilter({
          prefixes: [namespace.beginning],
          maxSearchWindow: SEARCH_WINDOW,
          checkpointInterval: 1,
          checkpointReached: (_subscription, reached) => {
            this.#places.announce(String(reached.commit));
            this.pull.rouse();
          },
        }),
      },
      { highWaterMark: readAhead },
    );
    this.pull = new Pull(subscription, () => subscription.unsubscribe());
    subscription.on('caughtUp', () => {
      this.#isCaughtUp = true;
      this.pull.rouse();
    });
  }

  get isCaughtUp(): boolean {
    return this.#isCaughtUp;
  }

  /** A batch of what is there, up to so many events, if the consumer gets any further by it. */
  take(most: number): LogBatch | undefined {
    const events: EventStoreDbEvent[] = [];
    const before = this.#through;
    for (const resolved of this.pull.take(most)) {
      const position = String(positionOf(resolved));
      // Delivered once more, it is passed over: for no other reason, least of all for what was announced.
      if (!isAfter(position, this.#delivered)) continue;
      this.#delivered = position;
      this.#comeTo(position);
      const event = ownEvent(resolved, this.#namespace);
      if (event) events.push(event);
    }
    // Everything that was delivered before the announcements has been taken.
    if (this.pull.isEmpty) {
      this.#comeTo(this.#places.passed);
      // What the server calls caught up comes without a position: it is at least what the end was before.
      if (this.#isCaughtUp) this.#comeTo(this.#end);
    }
    return this.#through === before && events.length === 0 ? undefined : { events, through: this.#through };
  }

  #comeTo(place: Position): void {
    if (isAfter(place, this.#through)) this.#through = place;
  }
}
