import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Long, MongoClient } from 'mongodb';
import { contexts, eventRegistryOf, projectionsOf } from '#composition';
import { buildDefinitionOf, type Position, type Projection } from '#kernel/domain';
import type { BuildCommit } from '#kernel/ports';
import { buildProjection } from '#kernel/execution';
import { EmbeddedReadModelStore, openEmbeddedStores, STORE_FILES } from '#store-embedded';
import { openMongoStores } from '#store-mongodb';
import { serveParent } from '../measure/child.ts';
import { Profiler } from '../measure/profiler.ts';
import { BatchRecorder, readBatches } from './batch-file.ts';

export interface ProjectionRequest {
  /**
   * `record` keeps the batches that a build commits; `build` builds into MongoDB; `upsert` writes those batches alone;
   * `write` does so too, and knows without asking which documents are new.
   */
  readonly kind: 'record' | 'build' | 'upsert' | 'write';
  readonly projection: string;
  /** Directory of the log. */
  readonly log: string;
  readonly scratch: string;
  readonly url: string;
  readonly installation: string;
  /** File of the recorded batches. */
  readonly batches: string;
  readonly until?: Position;
  readonly profiles?: string;
}

export interface ProjectionAnswer {
  readonly documents: number;
  readonly events: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Milliseconds of each batch. */
  readonly batches: readonly number[];
  /** Most memory that the process has had so far. */
  readonly peakMiB: number;
}

/** A server that does not answer must not hold up the benchmark for good; a slow one may take long for a batch. */
const SOCKET_TIMEOUT_MS = 120_000;

type Outcome = Omit<ProjectionAnswer, 'peakMiB'>;
type Target = Parameters<typeof buildProjection>[0]['store'];

async function run(request: ProjectionRequest): Promise<ProjectionAnswer> {
  const projection = projectionsOf(contexts).find(({ name }) => name === request.projection);
  if (!projection) throw new TypeError(`no projection is called ${request.projection}`);
  const work = { record, build, upsert: write, write }[request.kind];
  const outcome = await work(projection, request);
  return { ...outcome, peakMiB: process.resourceUsage().maxRSS / 1_024 };
}

/** Builds into files of its own, and keeps what is committed. */
async function record(projection: Projection, request: ProjectionRequest): Promise<Outcome> {
  const file = join(request.scratch, `recording-${STORE_FILES.readModels}`);
  const recorder = new BatchRecorder(request.batches);
  const store = new (class extends EmbeddedReadModelStore {
    override async commit(commits: readonly BuildCommit[]): Promise<void> {
      for (const { documents } of commits) recorder.write(documents);
      await super.commit(commits);
    }
  })(file);
  try {
    return await buildInto(store, projection, request);
  } finally {
    await store.close();
    recorder.close();
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  }
}

async function build(projection: Projection, request: ProjectionRequest): Promise<Outcome> {
  const { url, installation } = request;
  const stores = await openMongoStores({ url, installation });
  try {
    return await buildInto(stores.readModels, projection, request);
  } finally {
    await stores.close();
  }
}

async function buildInto(
  store: Target,
  projection: Projection,
  { log, until, profiles }: ProjectionRequest,
): Promise<Outcome> {
  const source = openEmbeddedStores(log, { readOnly: true });
  const name = await store.createBuild(buildDefinitionOf(projection));
  try {
    const batches: number[] = [];
    const clock = new Stopwatch();
    const onProgress = (): void => void batches.push(clock.lap());
    const registry = eventRegistryOf(contexts);
    const options = { log: source.eventStore, registry, store, projection, build: name, onProgress };
    const { events } = await new Profiler(profiles).record(`mongodb-${projection.name}`, () => {
      clock.start();
      return buildProjection(until === undefined ? options : { ...options, until });
    });
    return { documents: 0, events, ...clock.times, batches };
  } finally {
    await store.dropBuild(name);
    await source.close();
  }
}

/** The same documents in the same batches into a fresh collection with the same indexes, and nothing else. */
async function write(
  { indexes }: Projection,
  { kind, url, installation, batches }: ProjectionRequest,
): Promise<Outcome> {
  const client = new MongoClient(url, { ignoreUndefined: true, socketTimeoutMS: SOCKET_TIMEOUT_MS });
  const database = client.db(`${installation}-bare`, { writeConcern: { w: 'majority', journal: true } });
  const collection = database.collection<{ _id: string }>('documents');
  try {
    for (const { fields } of indexes) {
      const paths = [...fields.map((field) => `document.${field}`), '_id'];
      await collection.createIndex(Object.fromEntries(paths.map((path) => [path, 1])));
    }
    const clock = new Stopwatch();
    const laps: number[] = [];
    const there = new Set<string>();
    let documents = 0;
    for (const batch of readBatches(batches)) {
      const operations = batch.map(({ key, position, document }) => {
        const fields = { position: Long.fromString(position), document };
        if (kind === 'write' && !there.has(key)) {
          there.add(key);
          return { insertOne: { document: { _id: key, ...fields } } };
        }
        return { replaceOne: { filter: { _id: key }, replacement: fields, upsert: kind === 'upsert' } };
      });
      if (operations.length === 0) continue;
      clock.start();
      await collection.bulkWrite(operations, { ordered: false });
      laps.push(clock.lap());
      documents += operations.length;
    }
    return { documents, events: 0, ...clock.times, batches: laps };
  } finally {
    await database.dropDatabase();
    await client.close();
  }
}

/** Time and processor time of what is measured, without what lies between. */
class Stopwatch {
  #milliseconds = 0;
  #micros = 0;
  #started = 0;
  #cpu = process.cpuUsage();

  get times(): { readonly seconds: number; readonly cpuSeconds: number } {
    return { seconds: this.#milliseconds / 1_000, cpuSeconds: this.#micros / 1e6 };
  }

  start(): void {
    this.#started = performance.now();
    this.#cpu = process.cpuUsage();
  }

  /** Adds the time since the start, or the last lap. @returns its milliseconds */
  lap(): number {
    const milliseconds = performance.now() - this.#started;
    const { user, system } = process.cpuUsage(this.#cpu);
    this.#milliseconds += milliseconds;
    this.#micros += user + system;
    this.start();
    return milliseconds;
  }
}

serveParent(run);
