import { LRUCache } from 'lru-cache';
import type { StatementSync } from 'node:sqlite';
import { SystemError, wrongExpectedRevision, type StreamName } from '#kernel/domain';
import type { AppendRequest, AppendResult, ExpectedRevision, IdempotencyRecord, KnownEvent } from '#kernel/ports';
import type { Database } from '../database.ts';
import { GroupCommit, type Outcome } from '../group-commit.ts';
import type { EventRow } from './event-row.ts';
import type { StoredTree } from './stored-tree.ts';
import type { WalSync } from '../wal/wal-sync.ts';

interface Options {
  readonly database: Database;
  /** Grows with each event, in its transaction. */
  readonly tree: StoredTree;
  /** Streams whose revision is remembered. Default 20,000. */
  readonly rememberedStreams?: number | undefined;
  /** Makes durable what was committed. */
  readonly sync: WalSync | undefined;
  /** Told what is durable, in the order of the log. */
  readonly committed: (rows: readonly EventRow[]) => void;
  /** Told when nobody knows what was. */
  readonly undone: () => void;
  /** Throws when the file must not be written any more. */
  readonly check: () => void;
}

type Row = readonly [eventId: string, type: string, recordedAt: number, data: string, metadata: string];

interface Append {
  readonly stream: StreamName;
  readonly expectedRevision: ExpectedRevision;
  readonly upon: string | undefined;
  readonly rows: readonly Row[];
  readonly record: IdempotencyRecord | undefined;
}

/** The last event of a stream. */
interface StreamEnd {
  /** -1 where there is none. */
  readonly revision: number;
  readonly position: number | bigint | undefined;
  readonly eventId: string | undefined;
}

/** More than are under way at once. */
const REMEMBERED_COMMANDS = 5_000;

const NO_EVENTS: StreamEnd = { revision: -1, position: undefined, eventId: undefined };

/** Writes events and idempotency records, in groups. It counts on being the only writer of its file. */
export class EventAppender {
  /** The last event of streams. Void when a group is undone. */
  readonly #ends: LRUCache<StreamName, StreamEnd>;
  readonly #group: GroupCommit<readonly Append[], readonly AppendResult[]>;
  readonly #tree: StoredTree;
  readonly #database: Database;
  /** Positions of the last events of commands whose records are not known to be durable. */
  readonly #records = new Map<string, number>();
  /** Commands whose records were looked for and are not there: each is looked for some three times before it has one. */
  readonly #withoutRecord = new LRUCache<string, true>({ max: REMEMBERED_COMMANDS });
  readonly #insertEvent: StatementSync;
  /** Prepared when it is first needed: a reader may have a file of an earlier version. */
  #insertRecord: StatementSync | undefined;
  readonly #selectEnd: StatementSync;
  readonly #selectRecord: StatementSync;
  /** Of the group that is being written. */
  #written: EventRow[] = [];
  /** Of groups that are committed, and not known to be durable. */
  readonly #undurable: EventRow[] = [];

  constructor({ database, tree, sync, committed, undone, check, rememberedStreams = 20_000 }: Options) {
    this.#tree = tree;
    this.#ends = new LRUCache({ max: rememberedStreams });
    this.#insertEvent = database.prepare(
      'INSERT INTO events (stream, revision, event_id, type, recorded_at, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#database = database;
    this.#selectEnd = database.prepare(
      'SELECT revision, position, event_id AS eventId FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
    );
    this.#selectRecord = database.prepare(
      'SELECT command_id AS commandId, route, body_hash AS bodyHash, stream FROM claims WHERE command_id = ?',
    );
    this.#group = new GroupCommit({
      database,
      apply: (appends) => this.#apply(appends),
      check,
      durable: () => {
        const last = this.#written.at(-1);
        if (last) sync?.committed(last[0]);
        this.#undurable.push(...this.#written.splice(0));
        return sync?.reached() ?? Promise.resolve();
      },
      committed: () => {
        const end = sync?.end ?? Infinity;
        for (const [commandId, position] of this.#records) if (position <= end) this.#records.delete(commandId);
        const until = this.#undurable.findIndex(([position]) => position > end);
        committed(this.#undurable.splice(0, until < 0 ? Infinity : until));
      },
      undone: () => {
        this.#written = [];
        this.#ends.clear();
        this.#tree.forget();
        undone();
      },
    });
  }

  /** Transactions so far. */
  get commits(): number {
    return this.#group.commits;
  }

  /** In the order of the requests, each of another stream: all of them or none. */
  append(requests: readonly AppendRequest[]): Promise<readonly AppendResult[]> {
    // Of a second request for one stream nobody would have looked whether it goes through.
    const streams = new Set(requests.map(({ stream }) => stream));
    if (streams.size < requests.length) throw new TypeError('appends that go together name each stream once');
    return this.#group.submit(requests.map(rowsOf));
  }

  /**
   * True when this process knows that the stream ends at this revision; false when it does not know.
   * @param last the event that must stand there
   */
  isEndAt(stream: StreamName, revision: number, last?: KnownEvent): boolean {
    const end = this.#ends.get(stream);
    return end?.revision === revision && (last === undefined || last.position === String(end.position));
  }

  /** To be told of a stream that was looked for and is not there. */
  hasNone(stream: StreamName): void {
    this.#ends.set(stream, NO_EVENTS);
  }

  findIdempotencyRecord(commandId: string): IdempotencyRecord | undefined {
    if (this.#withoutRecord.has(commandId)) return undefined;
    const row = this.#selectRecord.get(commandId);
    if (!row && !this.#database.readOnly) this.#withoutRecord.set(commandId, true);
    return row && ({ ...row } as unknown as IdempotencyRecord);
  }

  /** Up to which position the log must be durable for a record to be; 0 where it is. */
  positionOfRecord(commandId: string): number {
    return this.#records.get(commandId) ?? 0;
  }

  close(): void {
    this.#group.close();
  }

  #apply(appends: readonly Append[]): Outcome<readonly AppendResult[]> {
    for (const append of appends) {
      const refused = this.#refusalOf(append);
      if (refused) return { refused };
    }
    return { done: appends.map((append) => this.#write(append)) };
  }

  #refusalOf({ stream, expectedRevision, upon, record }: Append): Error | undefined {
    const existing = record && this.findIdempotencyRecord(record.commandId);
    if (existing) {
      const message = `the command ${existing.commandId} was given before`;
      return new SystemError('IDEMPOTENCY_RECORD_EXISTS', message, { record: existing });
    }
    const { revision: last, eventId } = this.#endOf(stream);
    const actual = last < 0 ? 'no-stream' : last;
    return actual === expectedRevision && (upon ?? eventId) === eventId
      ? undefined
      : wrongExpectedRevision(stream, expectedRevision, actual);
  }

  #write({ stream, rows, record }: Append): AppendResult {
    const { revision: last } = this.#endOf(stream);
    const positions = rows.map((row, index) => {
      const place = last + 1 + index;
      const position = this.#insertEvent.run(stream, place, ...row).lastInsertRowid;
      const written: EventRow = [Number(position), stream, place, ...row];
      this.#tree.append(written);
      this.#written.push(written);
      return position;
    });
    if (record) {
      const { commandId, route, bodyHash, stream: answer } = record;
      this.#insertRecord ??= this.#database.prepare(
        'INSERT INTO claims (command_id, route, body_hash, stream, made_at) VALUES (?, ?, ?, ?, ?)',
      );
      this.#insertRecord.run(commandId, route, bodyHash, answer, Date.now());
      this.#withoutRecord.delete(commandId);
      this.#records.set(commandId, Number(positions.at(-1)));
    }
    const revision = last + rows.length;
    this.#ends.set(stream, { revision, position: positions.at(-1), eventId: rows.at(-1)?.[0] });
    return { revision, positions: positions.map(String) };
  }

  #endOf(stream: StreamName): StreamEnd {
    const remembered = this.#ends.get(stream);
    if (remembered) return remembered;
    const end = (this.#selectEnd.get(stream) as StreamEnd | undefined) ?? NO_EVENTS;
    this.#ends.set(stream, end);
    return end;
  }
}

/** Made into text when it is called: what the caller does to the objects afterwards does not reach the log. */
function rowsOf({ stream, expectedRevision, upon, events, idempotency: record }: AppendRequest): Append {
  const rows = events.map(({ eventId, type, data, metadata }): Row => {
    return [eventId, type, milliseconds(metadata.recordedAt), toJson(data), toJson(metadata)];
  });
  return { stream, expectedRevision, upon, rows, record };
}

function milliseconds(recordedAt: string): number {
  const time = Date.parse(recordedAt);
  if (Number.isNaN(time)) throw new TypeError(`recordedAt is no time: ${recordedAt}`);
  return time;
}

function toJson(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('an event carries JSON');
  return text;
}
