import { randomUUID } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Position, type StreamName } from '#kernel/domain';
import {
  refuseOtherEvent,
  type AppendRequest,
  type AppendResult,
  type EventStore,
  type IdempotencyRecord,
  type KnownEvent,
  type LogBatch,
  type LogTree,
  type ReadLogOptions,
  type StoredEvent,
  type SubscribeOptions,
} from '#kernel/ports';
import { Database, toInteger, type StoreFileOptions } from '../database.ts';
import { closed } from '../store-error.ts';
import { EventAppender } from './event-appender.ts';
import { EmbeddedEvent, EVENT_COLUMNS, type EventRow } from './event-row.ts';
import { EVENT_SCHEMA, EVENT_SCHEMA_VERSION, EVENT_UPGRADES } from './event-schema.ts';
import { OpenFiles } from './open-files.ts';
import { RecentEvents } from './recent-events.ts';
import { StoredTree } from './stored-tree.ts';
import { Stretches } from './stretches.ts';
import { mutilated, refuseMutilated } from './whole-tables.ts';
import { WalOfOther } from '../wal/wal-of-other.ts';
import { WalSync } from '../wal/wal-sync.ts';
import { PollingWatch, WriterWatch, type LogWatch } from './log-watch.ts';
import { FORGOTTEN_AT_ONCE, forgetInParts } from '../idempotency/forget-in-parts.ts';

const DEFAULT_BATCH = 500;

/** No limit, as SQLite has it. */
const ALL = -1;

export interface EventStoreOptions extends StoreFileOptions {
  /** Milliseconds between two looks for new events, when another process writes them. Default 100. */
  readonly pollInterval?: number | undefined;
  /** From when on the disk is late with a sync, in milliseconds: the head is not told before it has answered. Default 2,000. */
  readonly lateSync?: number | undefined;
  /** Text of the last events that those share who follow the log, in characters; as much as they need when absent. */
  readonly recentText?: number | undefined;
}

/**
 * The log in one SQLite file. What is committed is made durable outside the event loop, and until it is nobody is told of it:
 * neither who wrote it, nor who reads. One process writes it; any number of others read it at the
 * same time.
 */
export class EmbeddedEventStore implements EventStore {
  readonly #database: Database;
  readonly #tree: StoredTree;
  readonly #appender: EventAppender;
  readonly #watch: LogWatch;
  readonly #recent: RecentEvents;
  /** Of the process that writes: a reader takes the file as it finds it. */
  readonly #files: OpenFiles | undefined;
  /** Of the process that writes. */
  readonly #sync: WalSync | undefined;
  /** Of a reader. */
  readonly #other: WalOfOther | undefined;
  /** Of a reader: up to here it has made durable what it read. */
  #believed = 0;
  readonly #selectHead: StatementSync;
  readonly #selectLogId: StatementSync;
  readonly #selectStream: StatementSync;
  readonly #selectLog: StatementSync;
  #logId: string | undefined;

  /**
   * @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version; LOG_CHANGED when a part
   *   of it is gone that no program takes away
   */
  constructor(file: string, options: EventStoreOptions = {}) {
    // Nobody else closes what was opened by a constructor that fails.
    using opened = new DisposableStack();
    this.#other = options.readOnly ? opened.use(new WalOfOther(file)) : undefined;
    this.#database = opened.use(
      new Database({
        ...options,
        file,
        synchronous: 'NORMAL',
        pragmas: 'PRAGMA cache_size = -16384',
        version: EVENT_SCHEMA_VERSION,
        upgrades: EVENT_UPGRADES,
        schema: `${EVENT_SCHEMA}; INSERT INTO log (log_id) VALUES ('${randomUUID()}')`,
      }),
    );
    refuseMutilated(this.#database);
    this.#selectHead = this.#database.prepareRows('SELECT max(position) FROM events');
    this.#selectLogId = this.#database.prepareRows('SELECT log_id FROM log');
    this.#selectStream = this.#database.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
    );
    this.#selectLog = this.#database.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`,
    );
    const writerWatch = new WriterWatch();
    this.#watch = options.readOnly ? new PollingWatch(() => this.#head(), options.pollInterval ?? 100) : writerWatch;
    this.#files = options.readOnly ? undefined : new OpenFiles(file);
    this.#recent = new RecentEvents(options.recentText);
    // Followers look then, and are told.
    const failed = (): void => writerWatch.committed();
    const sync = options.readOnly
      ? undefined
      : opened.use(new WalSync(file, { last: this.#head(), failed, late: options.lateSync }));
    this.#tree = new StoredTree(this.#database, sync, this.#other);
    sync?.committed();
    sync?.now();
    this.#sync = sync;
    this.#appender = new EventAppender({
      database: this.#database,
      tree: this.#tree,
      sync,
      check: () => {
        sync?.refuseFailed();
        this.#files?.refuseReplaced();
      },
      committed: (rows) => {
        this.#recent.add(rows);
        writerWatch.committed();
      },
      undone: () => this.#recent.clear(),
    });
    opened.move();
  }

  /** The tree over the events, which shows whether they are as they were. */
  get tree(): LogTree {
    return this.#tree;
  }

  /** Transactions so far: with concurrent writers fewer than appends. */
  get commits(): number {
    return this.#appender.commits;
  }

  async logId(): Promise<string> {
    if (this.#logId !== undefined) return this.#logId;
    const row = this.#database.read(() => this.#selectLogId.get()) as unknown as [string] | undefined;
    if (!row) throw mutilated(this.#database.file, 'it has lost the identity of its log');
    const [logId] = row;
    this.#other?.now();
    // Only the process that writes the file may give it another identity.
    if (!this.#database.readOnly) this.#logId = logId;
    return logId;
  }

  async renewLogId(): Promise<string> {
    this.#sync?.refuseFailed();
    const logId = randomUUID();
    this.#database.transaction(() => this.#database.prepare('UPDATE log SET log_id = ?').run(logId));
    this.#sync?.committed();
    this.#sync?.now();
    this.#logId = logId;
    return logId;
  }

  /** Position of the last event; `START` where there is none. */
  get end(): Position {
    return String(this.#head());
  }

  /** @throws SystemError LOG_CHANGED when the file is no longer the one that was opened */
  async head(): Promise<Position> {
    // Whoever asks how the log stands is not told that all is well while the disk does not answer.
    if (this.#sync?.isLate) await this.#sync.reached();
    const head = this.#head();
    this.#files?.refuseReplaced();
    return String(head);
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    const [result] = await this.appendTogether([request]);
    return result as AppendResult;
  }

  async appendTogether(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    if (requests.some(({ events }) => events.length === 0)) throw new TypeError('an append carries one event or more');
    return this.#appender.append(requests);
  }

  async readStream(
    stream: StreamName,
    fromRevision = 0,
    before?: KnownEvent,
    atLeast?: number,
  ): Promise<readonly StoredEvent[]> {
    // Commands look for a tail that is hardly ever there.
    if (this.#appender.isEndAt(stream, fromRevision - 1, before)) return [];
    if (!before) return this.#durable(this.#stream(stream, fromRevision, atLeast));
    const [known, ...tail] = await this.#durable(this.#stream(stream, fromRevision - 1, atLeast));
    refuseOtherEvent({ stream, revision: fromRevision - 1, before }, known);
    return tail;
  }

  async *readLog({ after, until, batchSize = DEFAULT_BATCH, leaveOut }: ReadLogOptions): AsyncGenerator<LogBatch> {
    const head = this.#head();
    const end = until === undefined ? head : Math.min(toInteger(until), head);
    const stretches = leaveOut && new Stretches(this.#database, leaveOut);
    for (let seen = toInteger(after); seen < end;) {
      const batch = stretches
        ? this.#stretch(stretches, seen, Math.min(seen + batchSize, end))
        : this.#batch(seen, end, batchSize);
      if (!batch) return;
      yield batch;
      seen = toInteger(batch.through);
      // A long replay must leave the process time to answer others.
      await nextTurn();
    }
  }

  async *subscribe({ after, batchSize = DEFAULT_BATCH, signal }: SubscribeOptions): AsyncGenerator<LogBatch> {
    for (let seen = toInteger(after); !signal.aborted;) {
      const batch = this.#follow(seen, batchSize);
      if (!batch) {
        await this.#watch.until(seen, signal);
        continue;
      }
      yield batch;
      seen = toInteger(batch.through);
      await nextTurn();
    }
  }

  async findIdempotencyRecord(commandId: string): Promise<IdempotencyRecord | undefined> {
    const record = this.#read(() => this.#appender.findIdempotencyRecord(commandId));
    if (!record) return undefined;
    this.#other?.now();
    if (this.#appender.positionOfRecord(commandId) > this.#end) await this.#sync?.reached();
    return record;
  }

  /** As `IdempotencyStore.forget`. */
  async forgetIdempotencyRecords(before: number): Promise<number> {
    // The oldest come first: what is not yet to be forgotten is not looked through.
    const forgetSome = this.#database.prepare(
      `DELETE FROM claims WHERE made_at < ? AND rowid IN
         (SELECT rowid FROM claims ORDER BY rowid LIMIT ${FORGOTTEN_AT_ONCE})`,
    );
    return forgetInParts(this.#database, forgetSome, before, () => this.#sync?.refuseFailed());
  }

  /** Commits what was submitted, and ends subscriptions with an error. */
  async close(): Promise<void> {
    this.#appender.close();
    // Where nothing is to be waited for all is closed when this returns, which a start that fails counts on.
    if (this.#end !== Infinity) await Promise.allSettled([this.#sync?.reached()]);
    this.#database.close();
    this.#sync?.close();
    this.#other?.close();
    this.#watch.close();
  }

  /** Position of the last durable event. */
  #head(): number {
    const [head] = this.#read(() => this.#selectHead.get()) as unknown as [number | null];
    this.#believe(head ?? 0);
    return Math.min(head ?? 0, this.#end);
  }

  /** Up to here everything is durable. */
  get #end(): number {
    return this.#sync?.end ?? Infinity;
  }

  #read<T>(work: () => T): T {
    this.#sync?.refuseFailed();
    return this.#database.read(work);
  }

  #stream(stream: StreamName, fromRevision: number, atLeast?: number): EmbeddedEvent[] {
    // One more, where the first is known to the reader.
    const most = atLeast === undefined ? ALL : atLeast + 1;
    const events = this.#read(() => eventsOf(this.#selectStream.all(stream, fromRevision, most)));
    // A command looks for what it will bring into being more than once.
    if (fromRevision === 0 && events.length === 0 && !this.#database.readOnly) this.#appender.hasNone(stream);
    return events;
  }

  #batch(after: number, until: number, limit: number): LogBatch | undefined {
    this.#refuseClosed();
    const batch = batchOf(this.#read(() => eventsOf(this.#selectLog.all(after, Math.min(until, this.#end), limit))));
    if (batch) this.#believe(Number(batch.through));
    return batch;
  }

  #stretch(stretches: Stretches, after: number, through: number): LogBatch {
    this.#refuseClosed();
    const batch = this.#read(() => stretches.read({ after, through }));
    this.#believe(through);
    return batch;
  }

  /** What comes next, without a look at the file where this process has just written it. */
  #follow(after: number, limit: number): LogBatch | undefined {
    this.#refuseClosed();
    this.#sync?.refuseFailed();
    const recent = this.#recent.after(after, limit);
    return recent ? batchOf(recent) : this.#batch(after, Number.MAX_SAFE_INTEGER, limit);
  }

  #refuseClosed(): void {
    if (!this.#database.isOpen) throw closed(this.#database.file);
  }

  /** Events of a stream, once they are durable: whoever decides on them answers by them, or acts. */
  async #durable(events: readonly EmbeddedEvent[]): Promise<readonly EmbeddedEvent[]> {
    const last = Number(events.at(-1)?.position ?? 0);
    if (last > this.#end) await this.#sync?.reached();
    this.#believe(last);
    return events;
  }

  /** A reader beside the process that writes makes durable what it has read. */
  #believe(position: number): void {
    if (!this.#other || position <= this.#believed) return;
    this.#other.now();
    this.#believed = position;
  }
}

function batchOf(events: readonly EmbeddedEvent[]): LogBatch | undefined {
  const last = events.at(-1);
  return last && { events, through: last.position };
}

function eventsOf(rows: unknown[]): EmbeddedEvent[] {
  return rows.map((row) => new EmbeddedEvent(row as EventRow));
}
