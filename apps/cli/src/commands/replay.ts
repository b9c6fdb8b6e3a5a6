import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contexts, eventRegistryOf, openLogToRead } from '#composition';
import { buildDefinitionOf, isPosition, type Position, type Projection } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { buildProjection } from '#kernel/execution';
import { EmbeddedReadModelStore, STORE_FILES } from '#store-embedded';
import { printJson, printTable, LogProgress } from '#terminal';
import { Failure } from '../failure.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { configurationOf } from '../installation/configuration-of.ts';
import { projectionCalled } from '../installation/projection-called.ts';

export interface ReplayOptions extends InstallationOptions {
  /** A position (inclusive), or an RFC 3339 time: then what was known at that time. */
  readonly until?: string;
  /** Scratch directory for the documents; a new temporary one when absent. */
  readonly into?: string;
  readonly json?: boolean;
}

interface Replayed {
  readonly projection: string;
  readonly build: string;
  readonly events: number;
  readonly documents: number;
  readonly position: Position;
  readonly logId: string;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

/**
 * Folds the log into a scratch area, as of a position or a time. The live read models are not touched, and a running
 * server is not disturbed: the log is only read.
 */
export async function replay(name: string, options: ReplayOptions): Promise<void> {
  const projection = projectionCalled(name);
  const bound = boundOf(options.until);
  const into = scratchDirectory(options.into);
  const source = await openLogToRead(configurationOf(options));
  const store = new EmbeddedReadModelStore(join(into, STORE_FILES.readModels));
  try {
    const result = await run(projection, bound, source.store, store);
    if (options.json) printJson({ ...result, into });
    else printResult(result, into);
  } finally {
    await store.close();
    await source.close();
  }
}

/** Never a directory with a log: its read models are not scratch. */
function scratchDirectory(into: string | undefined): string {
  if (into === undefined) return mkdtempSync(join(tmpdir(), 'rete-punti-replay-'));
  if (existsSync(join(into, STORE_FILES.events))) {
    throw new Failure(`${into} holds a log, and its read models are live: choose another directory.`);
  }
  mkdirSync(into, { recursive: true });
  return into;
}

type Bound = { until?: Position; knownAt?: string };

async function run(
  projection: Projection,
  bound: Bound,
  log: EventStore,
  store: EmbeddedReadModelStore,
): Promise<Replayed> {
  const build = await store.createBuild(buildDefinitionOf(projection));
  const progress = new LogProgress(projection.name, bound.until ?? (await log.head()));
  const started = performance.now();
  try {
    const { events, position } = await buildProjection({
      ...{ log, store, projection, build, registry: eventRegistryOf(contexts) },
      ...bound,
      onProgress: (done) => {
        progress.update(done);
      },
    });
    const seconds = (performance.now() - started) / 1_000;
    await store.switchPointer(projection.name, projection.version, build);
    return {
      projection: projection.name,
      ...{ build, events, position },
      documents: await liveDocuments(store, build),
      logId: await log.logId(),
      seconds,
      eventsPerSecond: Math.round(events / Math.max(seconds, 0.001)),
    };
  } finally {
    progress.stop();
  }
}

async function liveDocuments(store: EmbeddedReadModelStore, build: string): Promise<number> {
  let count = 0;
  for await (const { document } of store.documents(build)) if (document !== undefined) count += 1;
  return count;
}

function boundOf(until: string | undefined): Bound {
  if (until === undefined) return {};
  const bound: string = until;
  if (isPosition(until)) return { until };
  const time = Date.parse(bound);
  if (/^\d{4}-\d{2}-\d{2}/.test(bound) && !Number.isNaN(time)) return { knownAt: new Date(time).toISOString() };
  throw new Failure(`"${bound}" is neither a position nor a time: give a number, or for example 2026-04-01T00:00:00Z.`);
}

function printResult(replayed: Replayed, into: string): void {
  const { projection, build, events, documents, position, seconds, eventsPerSecond } = replayed;
  printTable(
    ['projection', 'build', 'events read', 'documents', 'up to position', 'seconds', 'events/s'],
    [[projection, build, events, documents, position, seconds, eventsPerSecond]],
  );
  process.stdout.write(`The documents are in ${join(into, STORE_FILES.readModels)}.\n`);
}
