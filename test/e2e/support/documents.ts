import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { contexts, eventRegistryOf, projectionsOf } from '#composition';
import { buildDefinitionOf, type Position } from '#kernel/domain';
import type { BuildId, EventStore, ReadModelStore, StoredDocument } from '#kernel/ports';
import { buildProjection } from '#kernel/execution';
import { EmbeddedReadModelStore, STORE_FILES } from '#store-embedded';
import { temporaryDirectory } from './application.ts';

/** Every document of every projection, with the position it was changed at; tombstones included. */
export type Documents = ReadonlyMap<string, readonly StoredDocument[]>;

/** The projections of the product. */
export const projections = projectionsOf(contexts);

/** All documents of one build, by key. */
export async function allDocuments(readModels: ReadModelStore, build: BuildId): Promise<readonly StoredDocument[]> {
  const documents: StoredDocument[] = [];
  for await (const document of readModels.documents(build)) documents.push(document);
  return documents;
}

/** All documents of the builds that answer. Whoever wants them whole waits for the end of the log first. */
export async function liveDocuments(readModels: ReadModelStore): Promise<Documents> {
  const documents = new Map<string, readonly StoredDocument[]>();
  for (const { name, version } of projections) {
    const build = await readModels.pointer(name, version);
    if (build === undefined) throw new Error(`${name} has no live build`);
    documents.set(name, await allDocuments(readModels, build));
  }
  return documents;
}

/** Up to where each projection reads the log (inclusive); its end for undefined. */
export type Bound = Position | ((projection: string) => Position | undefined);

/** What every projection makes of the log from its first event on, in a store of its own that is gone afterwards. */
export async function rebuildFromNothing(log: EventStore, until: Bound = () => undefined): Promise<Documents> {
  const directory = temporaryDirectory();
  const store = new EmbeddedReadModelStore(join(directory, STORE_FILES.readModels));
  try {
    const registry = eventRegistryOf(contexts);
    const documents = new Map<string, readonly StoredDocument[]>();
    for (const projection of projections) {
      const build = await store.createBuild(buildDefinitionOf(projection));
      const end = typeof until === 'string' ? until : until(projection.name);
      await buildProjection({ log, registry, store, projection, build, ...(end === undefined ? {} : { until: end }) });
      documents.set(projection.name, await allDocuments(store, build));
    }
    return documents;
  } finally {
    await store.close();
    rmSync(directory, { recursive: true });
  }
}

/** Expects that the builds that answer are, document for document, what a rebuild from nothing makes of the log. */
export async function expectSameAsRebuilt(log: EventStore, readModels: ReadModelStore): Promise<Documents> {
  const head = await log.head();
  for (const [projection, position] of await livePositions(readModels)) {
    expect({ projection, position }).toEqual({ projection, position: head });
  }
  return expectSameAsRebuiltSoFar(log, readModels);
}

/** As {@link expectSameAsRebuilt}, for read models that may lie behind the log: as far as each has read it. */
export async function expectSameAsRebuiltSoFar(log: EventStore, readModels: ReadModelStore): Promise<Documents> {
  const positions = await livePositions(readModels);
  const live = await liveDocuments(readModels);
  const rebuilt = await rebuildFromNothing(log, (projection) => positions.get(projection));
  for (const { name } of projections) {
    expect({ name, documents: live.get(name) }).toEqual({ name, documents: rebuilt.get(name) });
  }
  return live;
}

/** How far each build that answers has read. */
async function livePositions(readModels: ReadModelStore): Promise<ReadonlyMap<string, Position | undefined>> {
  const builds = (await readModels.builds()).filter(({ live }) => live);
  return new Map(builds.map(({ projection, checkpoint }) => [projection, checkpoint?.position]));
}
