import type { Collection } from 'mongodb';
import { insertOnce } from '../connection/insert-once.ts';
import type { Database, MongoServer } from '../connection/mongo-server.ts';

interface LossRow {
  readonly _id: string;
}

/** Where whoever writes an event leaves something before: a request its record, a worker its lease. */
const LEFT_FIRST = ['claims', 'leases', 'processes', 'accesses'];

/** Whether the database of work holds anything: one that was lost is made again, empty, by whoever connects. */
export class HeldWork {
  readonly #server: MongoServer;
  readonly #database: Database;
  readonly #losses: Collection<LossRow>;

  constructor(server: MongoServer, database: Database) {
    this.#server = server;
    this.#database = database;
    this.#losses = database.collection('losses');
  }

  /** Whether anything was ever written to it, or its loss was accepted. */
  async any(): Promise<boolean> {
    return this.#server.run(async () => {
      for (const name of [...LEFT_FIRST, this.#losses.collectionName]) {
        if (await this.#database.collection(name).findOne({}, { projection: { _id: 1 } })) return true;
      }
      return false;
    });
  }

  /** From here on it counts as one that held something. */
  async acceptLoss(): Promise<void> {
    await this.#server.run(() => insertOnce(this.#losses, { _id: 'work' }));
  }
}
