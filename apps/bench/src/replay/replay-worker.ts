import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { contexts, eventRegistryOf, projectionsOf } from '#composition';
import { buildDefinitionOf, type Position } from '#kernel/domain';
import { buildProjection } from '#kernel/execution';
import { EmbeddedReadModelStore, openEmbeddedStores, STORE_FILES } from '#store-embedded';
import { serveParent } from '../measure/child.ts';

export interface ReplayRequest {
  /** Directory of the log. */
  readonly log: string;
  readonly scratch: string;
  /** Name of a projection; a bare scan when absent. */
  readonly projection?: string;
  readonly until?: Position;
}

export interface ReplayAnswer {
  readonly events: number;
  readonly seconds: number;
  /** Of these, those that it takes to make what was filled ready, and to let it answer; none of a bare scan. */
  readonly switchSeconds: number;
  /** Processor time of the process: other work on the machine hardly changes it. */
  readonly cpuSeconds: number;
  /** Most memory that the process has had so far. */
  readonly peakMiB: number;
}

const ROWS = 2_000;

async function run(request: ReplayRequest): Promise<ReplayAnswer> {
  const { projection } = request;
  const before = process.cpuUsage();
  const replayed = projection === undefined ? scan(request) : await replay(projection, request);
  const { user, system } = process.cpuUsage(before);
  return { ...replayed, cpuSeconds: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1_024 };
}

type Replayed = Pick<ReplayAnswer, 'events' | 'seconds' | 'switchSeconds'>;

/** What no reader of the log can do without: the rows in order, and their payloads parsed. */
function scan({ log, until }: ReplayRequest): Replayed {
  const database = new DatabaseSync(join(log, STORE_FILES.events), { readOnly: true });
  try {
    const select = database.prepare('SELECT position, data FROM events WHERE position > ? ORDER BY position LIMIT ?');
    select.setReturnArrays(true);
    const last = until === undefined ? Number.MAX_SAFE_INTEGER : Number(until);
    let events = 0;
    const started = performance.now();
    for (let seen = 0; seen < last;) {
      const rows = select.all(seen, Math.min(ROWS, last - seen)) as unknown as [number, string][];
      if (rows.length === 0) break;
      for (const [position, data] of rows) {
        JSON.parse(data);
        seen = position;
      }
      events += rows.length;
    }
    return { events, seconds: secondsSince(started), switchSeconds: 0 };
  } finally {
    database.close();
  }
}

/** All that a rebuild does: it fills a build, makes it ready, and lets it answer. */
async function replay(name: string, { log, scratch, until }: ReplayRequest): Promise<Replayed> {
  const projection = projectionsOf(contexts).find((each) => each.name === name);
  if (!projection) throw new TypeError(`no projection is called ${name}`);
  const into = mkdtempSync(join(scratch, 'replay-'));
  const source = openEmbeddedStores(log, { readOnly: true });
  const store = new EmbeddedReadModelStore(join(into, STORE_FILES.readModels));
  try {
    const build = await store.createBuild(buildDefinitionOf(projection));
    const registry = eventRegistryOf(contexts);
    const started = performance.now();
    const options = { log: source.eventStore, registry, store, projection, build };
    const { events } = await buildProjection(until === undefined ? options : { ...options, until });
    const filled = performance.now();
    await store.makeReady(build);
    await store.switchPointer(projection.name, projection.version, build);
    return { events, seconds: secondsSince(started), switchSeconds: secondsSince(filled) };
  } finally {
    await store.close();
    await source.close();
    rmSync(into, { recursive: true });
  }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1_000;
}

serveParent(run);
