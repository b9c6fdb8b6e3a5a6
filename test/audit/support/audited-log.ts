import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contexts, eventRegistryOf, projectionsOf } from '#composition';
import { buildDefinitionOf, type Position } from '#kernel/domain';
import { buildProjection, ProjectionReader } from '#kernel/execution';
import type { StoredEvent } from '#kernel/ports';
import { openEmbeddedStores, type EmbeddedStores } from '#store-embedded';
import { publisherOf, runQuery, type AnyPrincipal, type ReadingParts } from '#use-cases';
import { FactWriter, type Fact } from './fact-writer.ts';

const READ_MODELS = [
  'service-point-register',
  'dated-things',
  'places-of-things',
  'protocol-history',
  'agenda-figures',
  'host-names',
];

/** A log in files, written to as if its commands had been given at any time, and what audits answer of it. */
export class AuditedLog {
  readonly #directory = mkdtempSync(join(tmpdir(), 'rete-punti-audit-'));
  readonly #stores: EmbeddedStores = openEmbeddedStores(this.#directory);
  readonly facts = new FactWriter(this.#stores.eventStore);
  /** The clock of whoever asks. */
  now: () => number = Date.now;

  write(...facts: readonly Fact[]): Promise<Position> {
    return this.facts.write(...facts);
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
    const parts = {
      reader,
      clock: { now: () => this.now() },
      accessLog: this.#stores.accessLog,
    } as unknown as ReadingParts;
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
