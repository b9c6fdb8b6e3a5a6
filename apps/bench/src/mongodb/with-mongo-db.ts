import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { mongoDb } from '../servers/mongo-db.ts';

/** A server, and what a part may call its databases there. */
export interface MongoDbOfPart {
  readonly serverName: string;
  readonly url: string;
  /** Goes before the name of every database of the part. */
  readonly installation: string;
}

/**
 * Does something on a MongoDB, and removes the databases afterwards.
 * @throws PartSkipped when there is none
 */
export async function withMongoDb<T>(scratch: string, work: (server: MongoDbOfPart) => Promise<T>): Promise<T> {
  const server = await mongoDb(scratch);
  const { name: serverName, url } = server;
  const installation = `bench-${randomUUID()}`;
  try {
    return await work({ serverName, url, installation });
  } finally {
    await dropDatabases(url, installation);
    await server.close();
  }
}

async function dropDatabases(url: string, beginning: string): Promise<void> {
  const client = new MongoClient(url);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) if (name.startsWith(`${beginning}-`)) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
