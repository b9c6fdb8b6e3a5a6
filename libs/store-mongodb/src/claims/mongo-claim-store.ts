import { randomUUID } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import type { ClaimStore, IdempotencyClaim } from '#kernel';
import { insertOnce } from '../connection/insert-once.ts';
import type { MongoServer } from '../connection/mongo-server.ts';

interface ClaimRow extends Omit<IdempotencyClaim, 'commandId'> {
  /** The command id: the one that is inserted first stands. */
  readonly _id: string;
  /** Of the call that made it, which thus knows its own when the server's answer was lost and it asks again. */
  readonly call: string;
}

/** Idempotency claims, one document each. */
export class MongoClaimStore implements ClaimStore {
  readonly #server: MongoServer;
  readonly #rows: Collection<ClaimRow>;

  constructor(server: MongoServer, database: Db) {
    this.#server = server;
    this.#rows = database.collection('claims');
  }

  async make(claim: IdempotencyClaim): Promise<{ claim: IdempotencyClaim; made: boolean }> {
    const { commandId, route, bodyHash, stream } = claim;
    const call = randomUUID();
    return this.#server.run(async () => {
      if (await insertOnce(this.#rows, { _id: commandId, route, bodyHash, stream, call })) return { claim, made: true };
      const standing = await this.#rows.findOne({ _id: commandId });
      return standing ? { claim: claimOf(standing), made: standing.call === call } : { claim, made: false };
    });
  }

  async find(commandId: string): Promise<IdempotencyClaim | undefined> {
    const row = await this.#server.run(() => this.#rows.findOne({ _id: commandId }));
    return row ? claimOf(row) : undefined;
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }
}

function claimOf({ _id: commandId, route, bodyHash, stream }: ClaimRow): IdempotencyClaim {
  return { commandId, route, bodyHash, stream };
}
