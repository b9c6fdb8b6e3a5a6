import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';
import { insertOnce } from '../connection/insert-once.ts';
import type { Database, MongoServer } from '../connection/mongo-server.ts';
import { notShown } from '../connection/store-error.ts';

interface RecordRow extends Omit<IdempotencyRecord, 'commandId'> {
  /** The command id: the one that is inserted first stands. */
  readonly _id: string;
  /** Of the call that made it, which thus knows its own when the server's answer was lost and it asks again. */
  readonly call: string;
}

/** Idempotency records, one document each. */
export class MongoIdempotencyStore implements IdempotencyStore {
  readonly #server: MongoServer;
  readonly #rows: Collection<RecordRow>;

  constructor(server: MongoServer, database: Database) {
    this.#server = server;
    // Called as it was when the first installation was set up.
    this.#rows = database.collection('claims');
  }

  async make(record: IdempotencyRecord): Promise<{ record: IdempotencyRecord; made: boolean }> {
    const { commandId, route, bodyHash, stream } = record;
    const call = randomUUID();
    return this.#server.run(async () => {
      if (await insertOnce(this.#rows, { _id: commandId, route, bodyHash, stream, call }))
        return { record, made: true };
      const standing = await this.#rows.findOne({ _id: commandId });
      // Whose it is decides whether the command is carried out, so it is never guessed.
      if (!standing) throw notShown(`an idempotency record of the command ${commandId}`);
      return { record: recordOf(standing), made: standing.call === call };
    });
  }

  async find(commandId: string): Promise<IdempotencyRecord | undefined> {
    const row = await this.#server.run(() => this.#rows.findOne({ _id: commandId }));
    return row ? recordOf(row) : undefined;
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }
}

function recordOf({ _id: commandId, route, bodyHash, stream }: RecordRow): IdempotencyRecord {
  return { commandId, route, bodyHash, stream };
}
