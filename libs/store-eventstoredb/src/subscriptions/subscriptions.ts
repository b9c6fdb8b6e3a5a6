import { isAfter, isSystemError, SystemError, type Position } from '#kernel/domain';
import type { LogBatch } from '#kernel/ports';
import { closedStore, failureOf, isPassing, unavailable } from '../connection/failure.ts';
import type { LogServer } from '../connection/log-server.ts';
import { Patience } from '../connection/patience.ts';
import type { LogIdentity } from '../events/log-identity.ts';
import type { Namespace } from '../events/namespace.ts';
import { follow } from './follow.ts';
import { SubscriptionStatus, type SubscriptionHealth } from './subscription-status.ts';

interface Parts {
  readonly server: LogServer;
  readonly namespace: Namespace;
  readonly identity: LogIdentity;
  readonly now: () => number;
  /** Called when a subscription begins, ends, or changes its state. */
  readonly changed: () => void;
}

/** The subscriptions of a store: each lives until it is told to end, over every failure that passes. */
export class Subscriptions {
  readonly #parts: Parts;
  readonly #open = new Set<SubscriptionStatus>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get health(): readonly SubscriptionHealth[] {
    return [...this.#open].map(({ health }) => health);
  }

  /** The log reaches so far: whoever waits for that will want the subscriptions to come to it soon. */
  sawEnd(end: Position): void {
    for (const status of this.#open) status.sawEnd(end);
  }

  /** The log from a position on, until the signal. Goes on after what the consumer has finished with. */
  async *subscribe(after: Position, batchSize: number, signal: AbortSignal): AsyncGenerator<LogBatch> {
    const { server, identity, changed, now } = this.#parts;
    const status = new SubscriptionStatus(after, server.timeouts.idle, now, changed);
    const stop = AbortSignal.any([signal, server.closing]);
    this.#open.add(status);
    changed();
    try {
      // Asked afresh: what was known may be the identity of a log that was replaced since.
      const logId = await identity.read();
      yield* this.#reconnecting(after, batchSize, stop, status, logId);
      if (!signal.aborted) throw closedStore(server.name);
    } finally {
      this.#open.delete(status);
      changed();
    }
  }

  /**
   * The log after a position up to another.
   * @throws SystemError STORE_UNAVAILABLE when the server stays away, LOG_REPLACED when it comes back with another log
   */
  async *read(after: Position, until: Position, batchSize: number): AsyncGenerator<LogBatch> {
    const { server, namespace, identity, now } = this.#parts;
    const status = new SubscriptionStatus(after, server.timeouts.idle, now, () => undefined);
    const logId = isBefore(after, until) ? await identity.find() : undefined;
    let patience: Patience | undefined;
    let seen = after;
    while (isBefore(seen, until)) {
      server.refuseClosed();
      try {
        for await (const batch of follow({
          server,
          namespace,
          after: seen,
          batchSize,
          signal: server.closing,
          status,
        })) {
          patience = undefined;
          const through = isBefore(until, batch.through) ? until : batch.through;
          yield { events: batch.events.filter(({ position }) => !isBefore(until, position)), through };
          seen = through;
          if (!isBefore(seen, until)) return;
        }
      } catch (error) {
        // Begun with the first failure: what the consumer does with a batch takes as long as it takes.
        patience ??= new Patience(server.timeouts.persist, server.closing);
        if (!isPassing(error) || !(await patience.again())) throw this.#failure(error, seen);
        if ((await identity.find()) !== logId) throw this.#replaced(seen);
      }
    }
  }

  async *#reconnecting(
    after: Position,
    batchSize: number,
    signal: AbortSignal,
    status: SubscriptionStatus,
    logId: string,
  ): AsyncGenerator<LogBatch> {
    const { server, namespace } = this.#parts;
    const patience = new Patience(Infinity, signal);
    let seen = after;
    while (!signal.aborted) {
      try {
        for await (const batch of follow({ server, namespace, after: seen, batchSize, signal, status })) {
          patience.succeed();
          yield batch;
          seen = batch.through;
        }
      } catch (error) {
        if (!isPassing(error)) throw this.#failure(error, seen);
        status.disconnected(error);
        // Told to end, it does not come to that: the loop ends.
        await this.#sameLog(logId, seen, status, patience);
      }
    }
  }

  /** Waits for the server to be back, and looks whether it still has the log that was followed. */
  async #sameLog(logId: string, seen: Position, status: SubscriptionStatus, patience: Patience): Promise<void> {
    while (await patience.again()) {
      try {
        if ((await this.#parts.identity.find()) === logId) return;
        throw this.#replaced(seen);
      } catch (error) {
        if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
        status.disconnected(error);
      }
    }
  }

  #failure(error: unknown, seen: Position): unknown {
    const { server } = this.#parts;
    return failureOf(error) === 'no-such-position' ? this.#replaced(seen) : unavailable(server.name, error);
  }

  #replaced(position: Position): SystemError {
    const { name: server } = this.#parts.server;
    return new SystemError(
      'LOG_REPLACED',
      `the log in EventStoreDB at ${server} is no longer the one that was read up to ${position}: it was restored or replaced; start again`,
      { server, position },
    );
  }
}

function isBefore(one: Position, other: Position): boolean {
  return isAfter(other, one);
}
