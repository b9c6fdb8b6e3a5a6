import type { Position, StreamName } from '#kernel/domain';
import type {
  AppendRequest,
  AppendResult,
  IdempotencyStore,
  EventStore,
  IdempotencyRecord,
  KnownEvent,
  LogBatch,
  ReadLogOptions,
  StoredEvent,
  SubscribeOptions,
} from '#kernel/ports';
import { isAfter } from '#kernel/domain';
import { Appender } from './appends/appender.ts';
import { makeRecord } from './appends/make-record.ts';
import { proposalsOf } from './appends/proposal.ts';
import { Contact } from './connection/contact.ts';
import { failureOf } from './connection/failure.ts';
import { LogServer } from './connection/log-server.ts';
import type { Patience } from './connection/patience.ts';
import { DEFAULT_TIMEOUTS, type Timeouts } from './connection/timeouts.ts';
import { LogIdentity } from './events/log-identity.ts';
import { Namespace } from './events/namespace.ts';
import { StreamReader } from './events/stream-reader.ts';
import { overall, type EventStoreDbHealth } from './health.ts';
import { PersistentSubscriptions } from './persistent/persistent-subscriptions.ts';
import { Subscriptions } from './subscriptions/subscriptions.ts';

const DEFAULT_BATCH = 500;

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`: hosts, user, TLS, discovery and keep-alive. */
  readonly connectionString: string;
  /** Name of the installation: goes before the names of its streams, so that several can share a server. */
  readonly prefix: string;
  /** Where idempotency records are made before the append. It stays open when the store is closed. */
  readonly idempotency: IdempotencyStore;
  /** Nothing is written: no events, and no identity where the log has none. */
  readonly readOnly?: boolean;
  readonly timeouts?: Partial<Timeouts>;
  /** Milliseconds since the epoch, for what health says. The machine's clock when absent. */
  readonly now?: () => number;
}

/**
 * The log in EventStoreDB. `head` is the end of the server's log, whoever wrote there: readers come to it also when the
 * last events are none of this installation.
 */
export class EventStoreDbEventStore implements EventStore {
  /** Subscriptions that the server keeps for consumers outside. */
  readonly persistentSubscriptions: PersistentSubscriptions;
  readonly #server: LogServer;
  readonly #contact: Contact;
  readonly #namespace: Namespace;
  readonly #appender: Appender;
  readonly #idempotency: IdempotencyStore;
  readonly #identity: LogIdentity;
  readonly #streams: StreamReader;
  readonly #subscriptions: Subscriptions;
  readonly #readOnly: boolean;
  readonly #listeners = new Set<(health: EventStoreDbHealth) => void>();

  /** Reaches for no server yet: see `openEventStoreDb`. */
  constructor(options: EventStoreDbOptions) {
    const { connectionString, prefix, idempotency, readOnly = false, now = Date.now } = options;
    const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    const changed = (): void => {
      this.#identity.doubt();
      this.#announceHealth();
    };
    this.#namespace = new Namespace(prefix);
    this.#contact = new Contact(now, changed);
    this.#server = new LogServer({ connectionString, timeouts, contact: this.#contact });
    this.#appender = new Appender(this.#server);
    this.#idempotency = idempotency;
    const parts = { server: this.#server, namespace: this.#namespace };
    this.#streams = new StreamReader(this.#server, this.#namespace);
    this.#readOnly = readOnly;
    this.#identity = new LogIdentity({ ...parts, appender: this.#appender, readOnly });
    this.#subscriptions = new Subscriptions({ ...parts, identity: this.#identity, now, changed });
    this.persistentSubscriptions = new PersistentSubscriptions(this.#server, this.#namespace);
  }

  /**
   * Looks whether the server answers. One that starts is waited for; any other failure is told at once.
   * @throws SystemError STORE_UNAVAILABLE
   */
  async reach(): Promise<void> {
    await this.#server.persist(() => this.#server.end(), isNotReady);
  }

  logId(): Promise<string> {
    return this.#identity.get();
  }

  async renewLogId(): Promise<string> {
    this.#refuseReader();
    return this.#identity.renew();
  }

  async head(): Promise<Position> {
    const end = await this.#server.persist(() => this.#server.end());
    this.#subscriptions.sawEnd(end);
    return end;
  }

  async append({ stream, expectedRevision, events, idempotency: record }: AppendRequest): Promise<AppendResult> {
    this.#server.refuseClosed();
    this.#refuseReader();
    const proposals = proposalsOf(stream, events);
    if (record) await makeRecord(this.#idempotency, record);
    const outer = this.#namespace.outer(stream);
    const refuseOther = (patience: Patience): Promise<void> => this.#identity.refuseOther(patience);
    return this.#appender.write({ outer, stream, expectedRevision, proposals, refuseOther });
  }

  readStream(stream: StreamName, fromRevision = 0, before?: KnownEvent): Promise<readonly StoredEvent[]> {
    return this.#streams.read(stream, fromRevision, before);
  }

  async *readLog({ after, until, batchSize = DEFAULT_BATCH }: ReadLogOptions): AsyncGenerator<LogBatch> {
    const end = await this.head();
    yield* this.#subscriptions.read(after, until === undefined || isAfter(until, end) ? end : until, batchSize);
  }

  subscribe({ after, batchSize = DEFAULT_BATCH, signal }: SubscribeOptions): AsyncGenerator<LogBatch> {
    return this.#subscriptions.subscribe(after, batchSize, signal);
  }

  findIdempotencyRecord(commandId: string): Promise<IdempotencyRecord | undefined> {
    return this.#idempotency.find(commandId);
  }

  /** Hosts of the server, for messages. */
  get server(): string {
    return this.#server.name;
  }

  /** How the store stands by what it knows, without asking the server. */
  get knownHealth(): EventStoreDbHealth {
    const { answers, since, lastAnswer, error } = this.#contact;
    return overall({ answers, since, lastAnswer, error }, this.#subscriptions.health);
  }

  /** How the store stands now: asks the server, for no longer than a call may take. */
  async health(): Promise<EventStoreDbHealth> {
    const end = await this.#server.end().catch(() => undefined);
    if (end !== undefined) this.#subscriptions.sawEnd(end);
    return this.knownHealth;
  }

  /**
   * Tells of every change of state.
   * @returns what ends it
   */
  onHealthChange(listener: (health: EventStoreDbHealth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends subscriptions with an error. The client that the process shares goes with its last user. */
  async close(): Promise<void> {
    await this.#server.close();
  }

  #refuseReader(): void {
    if (this.#readOnly) throw new TypeError('this log was opened to be read');
  }

  #announceHealth(): void {
    if (this.#listeners.size === 0) return;
    const health = this.knownHealth;
    for (const listener of [...this.#listeners]) listener(health);
  }
}

function isNotReady(error: unknown): boolean {
  return failureOf(error) === 'not-ready';
}
