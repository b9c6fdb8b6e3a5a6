import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MongoClient, type Document } from 'mongodb';
import { PartSkipped } from '../measure/part-skipped.ts';
import type { MeasuredServer } from './measured-server.ts';
import { freePort, ServerProcess } from './server-process.ts';

/**
 * Not FerretDB over SQLite, which specs make do with: it looks through a whole collection for every document that it
 * reads or updates.
 */
const HOW_TO_ENABLE =
  'there is no MongoDB: put mongod on the PATH, or set MONGODB_URL to a mongod or to FerretDB over PostgreSQL';
const STARTS_WITHIN_MS = 20_000;

/**
 * The server that MONGODB_URL names; else `mongod` from the PATH, with its data in a directory of the part.
 * @throws PartSkipped when there is neither
 */
export async function mongoDb(scratch: string): Promise<MeasuredServer> {
  const given = process.env.MONGODB_URL;
  if (given) return { name: await nameOf(given), url: given, close: async () => undefined };
  const mongod = onPath('mongod');
  if (mongod === undefined) throw new PartSkipped(HOW_TO_ENABLE);
  const directory = join(scratch, 'mongodb');
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}`;
  const server = new ServerProcess(mongod, mongodOptions(port, directory));
  try {
    return { name: await server.until(nameOf(url)), url, close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function mongodOptions(port: number, directory: string): string[] {
  return ['--dbpath', directory, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--quiet'];
}

/** Waits until it answers. */
async function nameOf(url: string): Promise<string> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: STARTS_WITHIN_MS });
  try {
    const build = await client.db('admin').command({ buildInfo: 1 });
    const { setName } = await client.db('admin').command({ hello: 1 });
    return (
      otherThanMongoDb(build) ?? `MongoDB ${String(build.version)}${setName === undefined ? '' : ', a replica set'}`
    );
  } finally {
    await client.close();
  }
}

/** Other servers claim a version of MongoDB, but not the commit it was built from, or they name themselves as well. */
function otherThanMongoDb({ version, ferretdbVersion, gitVersion }: Document): string | undefined {
  if (typeof ferretdbVersion === 'string') return `FerretDB ${ferretdbVersion}`;
  return typeof gitVersion === 'string' ? undefined : `no MongoDB, but what claims to be version ${String(version)}`;
}

function onPath(program: string): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, program));
  return places.find((place) => existsSync(place));
}
