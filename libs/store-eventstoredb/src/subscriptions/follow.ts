import { setImmediate as turn } from 'node:timers/promises';
import { START as FROM_START, streamNameFilter, type AllStreamResolvedEvent } from '@eventstore/db-client';
import { comparePositions, isAfter, START, type LogBatch, type Position } from '#kernel';
import { BeyondEnd, Ended, NoAnswer } from '../connection/failure.ts';
import { positionOf, type LogServer } from '../connection/log-server.ts';
import { Pull } from '../connection/pull.ts';
import type { Namespace } from '../events/namespace.ts';
import { ownEvent, type EventStoreDbEvent } from '../events/stored-event.ts';
import type { SubscriptionStatus } from './subscription-status.ts';

/** The server looks at so many events, wanted or not, before it says how far it is. */
const SEARCH_WINDOW = 1_000;

/** Milliseconds that a subscription has to come to an end of the log that somebody else has seen. */
const GRACE_MS = 100;

export interface Following {
  readonly server: LogServer;
  readonly namespace: Namespace;
  /** Exclusive. */
  readonly after: Position;
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly status: SubscriptionStatus;
}

/**
 * One subscription of the server, as long as it lasts. Ends by itself when the log goes on with events of others only:
 * the server says nothing of them, and the next subscription then passes them over.
 * @throws NoAnswer, Ended, BeyondEnd, and what the client says
 */
export async function* follow({
  server,
  namespace,
  after,
  batchSize,
  signal,
  status,
}: Following): AsyncGenerator<LogBatch> {
  // What the server calls caught up comes without a position: it is at least what the end was before.
  const end = await server.end();
  status.sawEnd(end);
  // The server would take the subscription, and never say anything.
  if (isAfter(after, end)) throw new BeyondEnd(`the log ends at ${end}, before ${after}`);
  let seen = after;
  const tail = new Tail(server, namespace, seen, batchSize);
  const rouse = (): void => tail.pull.rouse();
  signal.addEventListener('abort', rouse);
  status.onBehind(rouse);
  try {
    for (;;) {
      if (hasEnded(signal)) return;
      const batch = tail.take(batchSize, seen, end);
      status.contact(tail.isCaughtUp && tail.pull.isEmpty ? 'live' : 'catching-up');
      if (batch) {
        // While the consumer is at it, the subscription lags.
        status.sawEnd(batch.through);
        yield batch;
        seen = batch.through;
        status.finished(seen);
        continue;
      }
      const { call, idle } = server.timeouts;
      const patience = !tail.isCaughtUp ? call : status.isBehind ? GRACE_MS : idle;
      const woken = await tail.pull.wait(patience);
      if (woken === 'end') throw new Ended('the server ended the subscription');
      // What came with it over the connection is handed out within the turn.
      await turn();
      if (woken === 'look') continue;
      if (!tail.isCaughtUp) throw new NoAnswer('a subscription', call);
      // It may have nothing to say, or be dead: another call tells.
      status.sawEnd(await server.end());
      if (status.isBehind) return;
    }
  } finally {
    signal.removeEventListener('abort', rouse);
    tail.pull.close();
  }
}

function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** What comes from one subscription, with what the client tells beside the events. */
class Tail {
  readonly pull: Pull<AllStreamResolvedEvent>;
  readonly #namespace: Namespace;
  /** The client announces it when it is read from the connection, ahead of the events that wait to be taken. */
  #announced: Position = START;
  #isCaughtUp = false;

  constructor(server: LogServer, namespace: Namespace, after: Position, readAhead: number) {
    this.#namespace = namespace;
    const commit = BigInt(after);
    const subscription = server.client.subscribeToAll(
      {
        fromPosition: after === START ? FROM_START : { commit, prepare: commit },
        requiresLeader: true,
        filter: streamNameFilter({
          prefixes: [namespace.beginning],
          maxSearchWindow: SEARCH_WINDOW,
          checkpointInterval: 1,
          checkpointReached: (_subscription, reached) => this.#announce(String(reached.commit)),
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

  /**
   * A batch of what is there, if the consumer gets any further by it.
   * @param seen what it has
   * @param end of the log before the subscription began
   */
  take(most: number, seen: Position, end: Position): LogBatch | undefined {
    const events: EventStoreDbEvent[] = [];
    let through = seen;
    for (const resolved of this.pull.take(most)) {
      const position = String(positionOf(resolved));
      // Delivered once more, it is passed over.
      if (!isAfter(position, through)) continue;
      through = position;
      const event = ownEvent(resolved, this.#namespace);
      if (event) events.push(event);
    }
    // Everything that was announced up to here has been taken.
    if (this.pull.isEmpty) through = latest(through, this.#announced, this.#isCaughtUp ? end : START);
    return through === seen ? undefined : { events, through };
  }

  #announce(position: Position): void {
    this.#announced = latest(this.#announced, position);
    this.pull.rouse();
  }
}

function latest(...positions: Position[]): Position {
  return positions.reduce((last, next) => (comparePositions(next, last) > 0 ? next : last), START);
}
