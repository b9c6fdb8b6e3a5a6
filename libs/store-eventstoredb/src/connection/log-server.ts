import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  type ReadStreamOptions,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import { START, type Position } from '#kernel/domain';
import type { Append } from '../appends/append-message.ts';
import type { Accepted } from '../appends/append-stream.ts';
import { answered } from './answered.ts';
import { hostsOf } from './connection-string.ts';
import type { Contact } from './contact.ts';
import { closedStore, failureOf, isPassing, isSilence, NoAnswer, streamDeleted, unavailable } from './failure.ts';
import { Patience } from './patience.ts';
import { Pull, takeAll } from './pull.ts';
import { leaseClient, type ClientLease } from './shared-client.ts';
import type { Timeouts } from './timeouts.ts';

const READ_AHEAD = 500;

/** Where the client keeps a deadline it is to come first: its error tells whether anything was sent. */
const DEADLINE_OF_TIMER = 0.9;

interface Parts {
  readonly connectionString: string;
  readonly timeouts: Timeouts;
  readonly contact: Contact;
}

/** The server: single calls under a timer, and how they are repeated. All of them go to the leader. */
export class LogServer {
  /** Its hosts, for messages. */
  readonly name: string;
  readonly timeouts: Timeouts;
  readonly #lease: ClientLease;
  readonly #contact: Contact;
  readonly #closing = new AbortController();

  /** @throws SystemError STORE_UNAVAILABLE for a connection string that cannot be used */
  constructor({ connectionString, timeouts, contact }: Parts) {
    this.name = hostsOf(connectionString);
    this.timeouts = timeouts;
    this.#contact = contact;
    this.#lease = leaseClient(connectionString);
  }

  get client(): EventStoreDBClient {
    return this.#lease.client;
  }

  /** Fires when the store is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** @throws SystemError STORE_UNAVAILABLE when the store was closed */
  refuseClosed(): void {
    if (this.closing.aborted) throw closedStore(this.name);
  }

  /** One call, once, under the timer. Whether the server answered is noted. */
  async call<T>(what: string, call: (client: EventStoreDBClient, deadline: number) => Promise<T>): Promise<T> {
    this.refuseClosed();
    const { call: milliseconds } = this.timeouts;
    const deadline = Math.ceil(milliseconds * DEADLINE_OF_TIMER);
    return this.noting(() => answered(what, milliseconds, call(this.client, deadline)));
  }

  /** Sends an append, once. */
  append(append: Append): Promise<Accepted> {
    return this.call(`an append to ${append.outer}`, (_client, deadline) =>
      this.#lease.appends.write(append, deadline),
    );
  }

  /** For one request: none at all while the server is given up, so that whoever waits in line is not kept for long. */
  patience(): Patience {
    return new Patience(this.#contact.isGivenUp ? 0 : this.timeouts.persist, this.closing);
  }

  /** Whether to try again what failed. When there is no time left the server is given up until it answers. */
  async again(patience: Patience): Promise<boolean> {
    const again = await patience.again();
    if (!again && !this.closing.aborted) this.#contact.gaveUp();
    return again;
  }

  /**
   * Repeats a call while the server cannot answer it.
   * @param mayRepeat after which failure
   * @param patience of the request that it is part of
   * @throws SystemError STORE_UNAVAILABLE when that does not help; other refusals of the server as they are
   */
  async persist<T>(action: () => Promise<T>, mayRepeat = isPassing, patience = this.patience()): Promise<T> {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (mayRepeat(error) && (await this.again(patience))) continue;
        this.refuseClosed();
        throw unavailable(this.name, error);
      }
    }
  }

  /** Where the log of the server ends now: the position of its last event, whoever wrote it. Asked once. */
  async end(): Promise<Position> {
    const read = { direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader: true } as const;
    const [last] = await this.#read('reading the end of the log', (client) => client.readAll(read));
    return last === undefined ? START : String(positionOf(last));
  }

  /** Events of a stream, in order of the read; none when it is not there. Asked once. */
  async readStream(
    stream: string,
    options: { readonly from?: number; readonly last?: boolean; readonly count?: number } = {},
  ): Promise<readonly ResolvedEvent[]> {
    const { from = 0, last = false, count } = options;
    const read: ReadStreamOptions = last
      ? { fromRevision: END, direction: BACKWARDS, maxCount: 1, requiresLeader: true }
      : { fromRevision: BigInt(from), ...(count === undefined ? {} : { maxCount: count }), requiresLeader: true };
    try {
      const ahead = { highWaterMark: READ_AHEAD };
      return await this.#read(`reading ${stream}`, (client) => client.readStream(stream, read, ahead));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'stream-missing') return [];
      if (failure === 'stream-deleted') throw streamDeleted(stream, error);
      throw error;
    }
  }

  /** Runs a call and notes whether the server answered, be it by a refusal. */
  async noting<T>(call: () => Promise<T>): Promise<T> {
    const listening = this.#lease.silence.listen();
    try {
      const answer = await call();
      this.#contact.answered();
      listening.answered();
      return answer;
    } catch (error) {
      if (isPassing(error)) this.#contact.failed(error);
      else this.#contact.answered();
      if (isSilence(error)) listening.unanswered();
      else listening.answered();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#lease.release();
  }

  async #read<E>(what: string, start: (client: EventStoreDBClient) => StreamingRead<E>): Promise<E[]> {
    this.refuseClosed();
    const { call: patience } = this.timeouts;
    return this.noting(async () => {
      const stream = start(this.client);
      const pull = new Pull<E>(stream, () => stream.cancel());
      const end = (): void => pull.fail(closedStore(this.name));
      this.closing.addEventListener('abort', end);
      try {
        return await takeAll(pull, patience, () => new NoAnswer(what, patience));
      } finally {
        this.closing.removeEventListener('abort', end);
      }
    });
  }
}

/** Place of an event in the log: its commit position. */
export function positionOf({ event, link, commitPosition }: ResolvedEvent): bigint {
  return commitPosition ?? event?.position?.commit ?? link?.position?.commit ?? 0n;
}
