import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contexts, eventRegistryOf, openLogToRead } from '#composition';
import { parseInstant } from '#italy';
import { buildDefinitionOf, isPosition, toTimestamp, type Position, type Projection } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { buildProjection } from '#kernel/execution';
import { EmbeddedReadModelStore, makePrivateDirectory, STORE_FILES } from '#store-embedded';
import { printJson, printTable, LogProgress } from '#terminal';
import { Failure } from '../failure.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import { projectionCalled } from '../installation/projection-called.ts';
import { using } from '../installation/using.ts';

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
  await using(openLogToRead(existingInstallation(options, { needs: 'log' })), async ({ store: log }) => {
    const into = scratchDirectory(options.into);
    const scratch = new EmbeddedReadModelStore(join(into, STORE_FILES.readModels));
    const result = await using(Promise.resolve(scratch), (store) => run(projection, bound, log, store));
    if (options.json) printJson({ ...result, into });
    else printResult(result, into);
  });
}

/** Never one that holds anything: what is there is not scratch, and would be mixed with what is made. */
function scratchDirectory(into: string | undefined): string {
  if (into === undefined) return mkdtempSync(join(tmpdir(), 'rete-punti-replay-'));
  makePrivateDirectory(into);
  if (readdirSync(into).length > 0) {
    throw new Failure(`${into} is not empty: give --into a new or an empty directory, or leave it out.`);
  }
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
    await store.makeReady(build);
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
  const time = parseInstant(bound);
  if (time !== undefined) return { knownAt: toTimestamp(time) };
  throw new Failure(
    `"${bound}" is neither a position nor a time: give a number, or a time with seconds and an offset, without which ` +
      'it would be another time in each zone, for example 2026-04-01T00:00:00Z or 2026-04-01T02:00:00+02:00.',
  );
}

function printResult(replayed: Replayed, into: string): void {
  const { projection, build, events, documents, position, seconds, eventsPerSecond } = replayed;
  printTable(
    ['projection', 'build', 'events read', 'documents', 'up to position', 'seconds', 'events/s'],
    [[projection, build, events, documents, position, seconds, eventsPerSecond]],
  );
  process.stdout.write(`The documents are in ${join(into, STORE_FILES.readModels)}.\n`);
}
