import { randomUUID } from 'node:crypto';
import type { BuildCommit, BuildId, Checkpoint, ReadModelStore, StoredDocument } from '#kernel/ports';

/** A name of a projection that no other test uses. */
export function freshProjection(): string {
  return `conformance-${randomUUID()}`;
}

/** An empty build of a projection of its own. */
export function freshBuild(store: ReadModelStore, ...indexes: readonly (readonly string[])[]): Promise<BuildId> {
  const definition = { projection: freshProjection(), version: 1, indexes: indexes.map((fields) => ({ fields })) };
  return store.createBuild(definition);
}

/** A checkpoint of the one log that these tests know. */
export function checkpointAt(position: string): Checkpoint {
  return { logId: 'log', position };
}

/** A document that an event at this position changed last; without a document a tombstone. */
export function at(position: string, key: string, document?: unknown): StoredDocument {
  return { key, position, document };
}

/** Writes documents with a checkpoint at the position of the last. */
export function write(
  store: ReadModelStore,
  build: BuildId,
  documents: readonly StoredDocument[],
  more: Partial<BuildCommit> = {},
): Promise<void> {
  const checkpoint = checkpointAt(documents.at(-1)?.position ?? '0');
  return store.commit([{ build, documents, checkpoint, ...more }]);
}
