import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { ReadModelStore, StoredDocument } from '../ports/read-model-store.ts';
import { buildProjection } from '../projections/build-projection.ts';
import { buildDefinitionOf, type Projection } from '../projections/projection.ts';

/** All stored documents of the build that answers for a projection, tombstones included. */
export async function documentsOf(store: ReadModelStore, projection: Projection): Promise<StoredDocument[]> {
  const build = await store.pointer(projection.name, projection.version);
  if (build === undefined) throw new Error(`${projection.name} has no live build`);
  return all(store.documents(build));
}

/** What a projection comes to when it is built from nothing; the build is dropped again. */
export async function builtFromNothing(
  log: EventStore,
  registry: EventRegistry,
  store: ReadModelStore,
  projection: Projection,
): Promise<StoredDocument[]> {
  const build = await store.createBuild(buildDefinitionOf(projection));
  await buildProjection({ log, registry, store, projection, build });
  const documents = await all(store.documents(build));
  await store.dropBuild(build);
  return documents;
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
