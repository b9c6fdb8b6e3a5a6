import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contexts, eventRegistryOf, projectionsOf } from '#composition';
import { buildDefinitionOf, deriveId, systemClock, type Actor, type EventScope } from '#kernel/domain';
import { buildProjection, ProjectionReader } from '#kernel/execution';
import type { StoredEvent } from '#kernel/ports';
import { openEmbeddedStores, type EmbeddedStores } from '#store-embedded';
import { publisherOf, runQuery, type AnyPrincipal, type ReadingParts } from '#use-cases';

/** An event to write, with its two times. */
export interface Fact {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  /** RFC 3339. */
  readonly recordedAt: string;
  readonly effectiveAt?: string;
  readonly actor?: Actor;
  readonly scope?: EventScope;
}

const SOMEBODY: Actor = { kind: 'person', id: 'u-1', role: 'regional', office: '08' };
const READ_MODELS = ['dated-things', 'places-of-things', 'protocol-history'];

/** A log in files, written to as if its commands had been given at any time, and what audits answer of it. */
export class AuditedLog {
  readonly #directory = mkdtempSync(join(tmpdir(), 'rete-punti-audit-'));
  readonly #stores: EmbeddedStores = openEmbeddedStores(this.#directory);
  readonly #revisions = new Map<string, number>();
  #written = 0;

  /** @returns the revision of the event */
  async write(...facts: readonly Fact[]): Promise<number> {
    let last = 0;
    for (const { stream, type, data, recordedAt, effectiveAt, actor = SOMEBODY, scope = {} } of facts) {
      const commandId = deriveId('audited', (this.#written += 1));
      const before = this.#revisions.get(stream);
      const metadata = {
        ...{
          schemaVersion: 1,
          recordedAt,
          $correlationId: commandId,
          $causationId: commandId,
          commandId,
          actor,
          scope,
        },
        ...(effectiveAt === undefined ? {} : { effectiveAt }),
        subjects: [],
      };
      const events = [{ eventId: deriveId(commandId, 0), type, data, metadata }];
      await this.#stores.eventStore.append({ stream, expectedRevision: before ?? 'no-stream', events });
      this.#revisions.set(stream, (last = (before ?? -1) + 1));
    }
    return last;
  }

  /** Folds all that was written into the read models that audits are answered from. */
  async fold(): Promise<void> {
    const { eventStore: log, readModels: store } = this.#stores;
    for (const projection of projectionsOf(contexts).filter(({ name }) => READ_MODELS.includes(name))) {
      const build = await store.createBuild(buildDefinitionOf(projection));
      await buildProjection({ log, registry: eventRegistryOf(contexts), store, projection, build });
      await store.switchPointer(projection.name, projection.version, build);
    }
  }

  /** Asks a query of the product, by its name. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a specification expects, it says itself
  async ask(name: string, input: object, principal: AnyPrincipal = { id: 'centre', role: 'central' }): Promise<any> {
    const query = contexts.flatMap(({ queries }) => queries).find((one) => one.name === name);
    if (!query) throw new Error(`no query is called ${name}`);
    const reader = new ProjectionReader({ log: this.#stores.eventStore, store: this.#stores.readModels });
    const parts = { reader, clock: systemClock, accessLog: this.#stores.accessLog } as unknown as ReadingParts;
    return publisherOf(query.answer)(await runQuery(query, { input, principal }, parts));
  }

  /** The raw log. */
  async events(): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const batch of this.#stores.eventStore.readLog({ after: '0' })) events.push(...batch.events);
    return events;
  }

  async close(): Promise<void> {
    await this.#stores.close();
    rmSync(this.#directory, { recursive: true });
  }
}
