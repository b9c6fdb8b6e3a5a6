import { LRUCache } from 'lru-cache';
import type { StatementSync } from 'node:sqlite';
import {
  SystemError,
  wrongExpectedRevision,
  type AppendRequest,
  type AppendResult,
  type ExpectedRevision,
  type IdempotencyClaim,
  type StreamName,
} from '#kernel';
import type { Database } from '../database.ts';
import { GroupCommit, type Outcome } from '../group-commit.ts';

interface Options {
  readonly database: Database;
  /** Streams whose revision is remembered. Default 20,000. */
  readonly rememberedStreams?: number | undefined;
  readonly committed: () => void;
}

type Row = readonly [eventId: string, type: string, recordedAt: number, data: string, metadata: string];

interface Append {
  readonly stream: StreamName;
  readonly expectedRevision: ExpectedRevision;
  readonly rows: readonly Row[];
  readonly claim: IdempotencyClaim | undefined;
}

/** Writes events and claims, in groups. It counts on being the only writer of its file. */
export class EventAppender {
  /** Revision of the last event of streams; -1 where there is none. Void when a group is undone. */
  readonly #revisions: LRUCache<StreamName, number>;
  readonly #group: GroupCommit<Append, AppendResult>;
  readonly #insertEvent: StatementSync;
  readonly #insertClaim: StatementSync;
  readonly #selectRevision: StatementSync;
  readonly #selectClaim: StatementSync;

  constructor({ database, committed, rememberedStreams = 20_000 }: Options) {
    this.#revisions = new LRUCache({ max: rememberedStreams });
    this.#insertEvent = database.prepare(
      'INSERT INTO events (stream, revision, event_id, type, recorded_at, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertClaim = database.prepare(
      'INSERT INTO claims (command_id, route, body_hash, stream) VALUES (?, ?, ?, ?)',
    );
    this.#selectRevision = database.prepare('SELECT max(revision) AS revision FROM events WHERE stream = ?');
    this.#selectClaim = database.prepare(
      'SELECT command_id AS commandId, route, body_hash AS bodyHash, stream FROM claims WHERE command_id = ?',
    );
    this.#group = new GroupCommit({
      database,
      apply: (append) => this.#apply(append),
      committed,
      undone: () => this.#revisions.clear(),
    });
  }

  /** Transactions so far. */
  get commits(): number {
    return this.#group.commits;
  }

  append({ stream, expectedRevision, events, claim }: AppendRequest): Promise<AppendResult> {
    // Made into text now: what the caller does to the objects afterwards does not reach the log.
    const rows = events.map(({ eventId, type, data, metadata }): Row => {
      return [eventId, type, milliseconds(metadata.recordedAt), toJson(data), toJson(metadata)];
    });
    return this.#group.submit({ stream, expectedRevision, rows, claim });
  }

  /** True when this process knows that the stream ends at this revision; false when it does not know. */
  isEndOf(stream: StreamName, revision: number): boolean {
    return this.#revisions.get(stream) === revision;
  }

  findClaim(commandId: string): IdempotencyClaim | undefined {
    const row = this.#selectClaim.get(commandId);
    return row && ({ ...row } as unknown as IdempotencyClaim);
  }

  close(): void {
    this.#group.close();
  }

  #apply({ stream, expectedRevision, rows, claim }: Append): Outcome<AppendResult> {
    const existing = claim && this.findClaim(claim.commandId);
    if (existing) {
      const message = `the command ${existing.commandId} was given before`;
      return { refused: new SystemError('CLAIM_EXISTS', message, { claim: existing }) };
    }
    const last = this.#revisionOf(stream);
    const actual = last < 0 ? 'no-stream' : last;
    if (actual !== expectedRevision) return { refused: wrongExpectedRevision(stream, expectedRevision, actual) };

    const positions = rows.map((row, index) => {
      return String(this.#insertEvent.run(stream, last + 1 + index, ...row).lastInsertRowid);
    });
    if (claim) this.#insertClaim.run(claim.commandId, claim.route, claim.bodyHash, claim.stream);
    const revision = last + rows.length;
    this.#revisions.set(stream, revision);
    return { done: { revision, positions } };
  }

  #revisionOf(stream: StreamName): number {
    const remembered = this.#revisions.get(stream);
    if (remembered !== undefined) return remembered;
    const revision = (this.#selectRevision.get(stream) as { revision: number | null }).revision ?? -1;
    this.#revisions.set(stream, revision);
    return revision;
  }
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
