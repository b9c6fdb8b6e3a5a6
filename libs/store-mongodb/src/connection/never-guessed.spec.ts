import { MongoServerError } from 'mongodb';
import { MongoIdempotencyStore } from '../idempotency/mongo-idempotency-store.ts';
import { MongoKeyStore } from '../keys/mongo-key-store.ts';
import type { Database, MongoServer } from './mongo-server.ts';

/** As a server may answer for a moment during a failover: the value is taken, and nobody is shown who has it. */
const takenByNobody = {
  indexes: async () => [],
  createIndexes: async () => [],
  insertOne: async () => {
    throw new MongoServerError({ message: 'duplicate key', code: 11_000 });
  },
  findOne: async () => null,
};
const database = { isReplicated: true, collection: () => takenByNobody } as unknown as Database;
const server = { run: (action: () => unknown) => action(), indexBuilds: { timeoutMS: 1 } } as unknown as MongoServer;

describe('a value that is taken and not shown', () => {
  it('is no idempotency record of this request: whether its command was carried out is not guessed', async () => {
    const store = await MongoIdempotencyStore.open(server, database);

    const made = store.make({ commandId: 'c', route: 'POST /', bodyHash: 'h', stream: 'Counter-1' });

    await expect(made).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('again') });
  });

  it('is no secret that was made here: what is signed or hashed with it nobody else could check', async () => {
    const store = await MongoKeyStore.open(server, database);

    const secret = store.secret('tokens', async () => new Uint8Array(32));

    await expect(secret).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('again'),
    });
  });
});
