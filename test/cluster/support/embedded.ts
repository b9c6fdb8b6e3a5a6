import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EventMetadata } from '#kernel/domain';
import type { EventStore, ReadModelStore, StoredEvent } from '#kernel/ports';
import { EmbeddedEventStore, STORE_FILES } from '#store-embedded';
import { temporaryDirectory } from '../../e2e/support/application.ts';
import { liveDocuments, projections, rebuildFromNothing, type Documents } from '../../e2e/support/documents.ts';
import { eventsOf } from '../../e2e/support/log.ts';

/** Expects that read models are those which the embedded mode makes of the same events, one after the other. */
export async function expectSameAsEmbedded(log: EventStore, readModels: ReadModelStore): Promise<void> {
  const events = await eventsOf(log);
  const places = new Map(events.map(({ position }, index) => [position, String(index + 1)]));
  const [live, embedded] = [await liveDocuments(readModels), await embeddedDocuments(events)];
  for (const { name } of projections) {
    const documents = inPlaces(live.get(name), places);
    expect({ name, documents }).toEqual({ name, documents: embedded.get(name) });
  }
}

/** What the embedded mode makes of these events. */
async function embeddedDocuments(events: readonly StoredEvent[]): Promise<Documents> {
  const directory = temporaryDirectory();
  const log = new EmbeddedEventStore(join(directory, STORE_FILES.events));
  try {
    // Appends are carried out in the order in which they are asked for.
    await Promise.all(
      events.map(({ stream, revision, eventId, type, data, metadata }) =>
        log.append({
          stream,
          expectedRevision: revision === 0 ? 'no-stream' : revision - 1,
          events: [{ eventId, type, data, metadata: metadata as EventMetadata }],
        }),
      ),
    );
    return await rebuildFromNothing(log);
  } finally {
    await log.close();
    rmSync(directory, { recursive: true });
  }
}

/** A position as documents are sorted by it. */
const PADDED = /^\d{19}$/;

/** Documents with the positions that their events have in a log without gaps. */
function inPlaces(documents: unknown, places: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(documents)) return documents.map((one) => inPlaces(one, places));
  if (typeof documents !== 'object' || documents === null) return documents;
  return Object.fromEntries(
    Object.entries(documents).map(([name, value]) => [name, placeOf(name, value, places) ?? inPlaces(value, places)]),
  );
}

function placeOf(name: string, value: unknown, places: ReadonlyMap<unknown, string>): string | undefined {
  if (name === 'position' || name === 'opened') return places.get(value);
  if ((name !== 'at' && name !== 'key') || typeof value !== 'string' || !PADDED.test(value)) return undefined;
  return places.get(String(BigInt(value)))?.padStart(value.length, '0');
}
