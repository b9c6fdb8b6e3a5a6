import { join } from 'node:path';
import type { Stores } from '#composition';
import { EmbeddedEventStore, STORE_FILES } from '#store-embedded';
import { openMongoStores } from '#store-mongodb';
import type { MongoDbOfPart } from './with-mongo-db.ts';

/** The log in a file, everything else in MongoDB. */
export async function openBesideTheLog(
  directory: string,
  { url, installation }: Pick<MongoDbOfPart, 'url' | 'installation'>,
): Promise<Stores> {
  const stores = await openMongoStores({ url, installation });
  const { readModels, work, accessLog, keys } = stores;
  const eventStore = new EmbeddedEventStore(join(directory, STORE_FILES.events));
  return {
    ...{ eventStore, readModels, work, accessLog, keys },
    close: async () => {
      await eventStore.close();
      await stores.close();
    },
  };
}
