import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { openMongoStores, type MongoStores, type MongoStoresOptions } from '#store-mongodb';
import type { StoreHarness } from '../conformance/harness.ts';

/** A name of an installation that no other test uses. */
export function freshInstallation(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}

/** Milliseconds within which a server that runs is surely reached, on a machine that has other work. */
export const REACHED_WITHIN_MS = 15_000;

/** Removes the databases of an installation. */
export async function dropInstallation(url: string, installation: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: REACHED_WITHIN_MS });
  for (const part of ['read-models', 'work', 'keys']) await client.db(`${installation}-${part}`).dropDatabase();
  await client.close();
}

/** A harness over databases of its own; each handle has a connection of its own, as another process would have. */
export async function onServer<Store>(
  url: string,
  pick: (stores: MongoStores) => Store,
  options: Partial<MongoStoresOptions> = {},
): Promise<StoreHarness<Store>> {
  const installation = freshInstallation();
  const handles: MongoStores[] = [];
  const open = async (): Promise<Store> => {
    const stores = await openMongoStores({ url, installation, serverSelectionTimeout: REACHED_WITHIN_MS, ...options });
    handles.push(stores);
    return pick(stores);
  };
  const closeAll = async (): Promise<void> => {
    for (const handle of handles.splice(0)) await handle.close();
  };
  return {
    open,
    reopen: async () => {
      await closeAll();
      return open();
    },
    close: async () => {
      await closeAll();
      await dropInstallation(url, installation);
    },
  };
}
