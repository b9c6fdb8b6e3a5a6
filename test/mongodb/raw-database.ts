import { MongoClient, type Db } from 'mongodb';

/** The databases of an installation, past the adapters: as a person with a shell, or an older program, meets them. */
export interface RawDatabases {
  readonly readModels: Db;
  readonly work: Db;
  readonly keys: Db;
  close(): Promise<void>;
}

export function rawDatabases(url: string, installation: string): RawDatabases {
  const client = new MongoClient(url, { promoteLongs: false });
  return {
    readModels: client.db(`${installation}-read-models`),
    work: client.db(`${installation}-work`),
    keys: client.db(`${installation}-keys`),
    close: () => client.close(),
  };
}
