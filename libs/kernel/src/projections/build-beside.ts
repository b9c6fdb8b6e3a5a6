import type { Mutex } from '../mutex.ts';
import type { BuildId } from '../ports/read-model-store.ts';
import { buildProjection, type BuildOptions } from './build-projection.ts';
import type { LiveBuilds } from './live-builds.ts';
import { outlast } from './outlast.ts';
import type { PassReader } from './shared-pass.ts';

interface BesideOptions extends Omit<BuildOptions, 'until' | 'knownAt' | 'decode'> {
  readonly live: LiveBuilds;
  /** Held by whoever follows the log, for each batch. */
  readonly batches: Mutex;
  readonly onUnavailable: (error: unknown) => void;
  /** Its place in a pass for several builds, until it has caught up. */
  readonly reader?: PassReader;
}

/** A build that answers, and how many events were read for it. */
export interface Built {
  readonly build: BuildId;
  readonly events: number;
}

/** Events that the others may stand still for. */
const SHORT_STRETCH = 1_000;

/**
 * Fills a build while the others, that which it replaces included, follow the log, and lets it answer in the end. A
 * store that is away is waited for; when it ends otherwise it leaves nothing behind.
 * @throws SystemError as {@link buildProjection}; LEASE_LOST when another runner has taken over
 */
export async function buildBeside(options: BesideOptions): Promise<Built> {
  const { projection, build, live, batches, reader } = options;
  const { onUnavailable, ...withoutWaiting } = options;
  let replaced: BuildId | undefined;
  try {
    let events = await catchUp(reader ? { ...options, log: reader, decode: reader.decode } : options);
    await reader?.leave();
    if (options.store.makeReady) {
      await outlast(async () => options.store.makeReady?.(build), { what: `the build ${build}`, ...options });
      events = await catchUp(options, events);
    }
    // Between batches: the others stand still while this one covers the last stretch. They go on while a store is away.
    const finish = (): Promise<void> =>
      batches.run(async () => {
        await live.settleDoubts();
        const answering = live.find(projection.name)?.build;
        // An attempt before has switched and was not told so: since then it is followed, with what parks in it.
        if (answering === build) return;
        replaced = answering;
        events += (await buildProjection(goingOn(withoutWaiting, events))).events;
        await live.switchTo(projection, build);
      });
    await outlast(finish, { what: `the build ${build}`, ...options });
    await live.dropAllBut(projection, build, ...(replaced === undefined ? [] : [replaced]));
    return { build, events };
  } catch (error) {
    await live.giveUp(projection, build);
    throw error;
  }
}

/**
 * Reads to the end of the log, and again what came meanwhile, until little came.
 * @param read events that were read before
 * @returns how many they are by then
 */
async function catchUp(options: BuildOptions, read = 0): Promise<number> {
  let events = read;
  for (let before = Number.POSITIVE_INFINITY; ;) {
    const { events: came } = await buildProjection(goingOn(options, events));
    events += came;
    // As much as before: it is no faster than those who write, and would go on for ever.
    if (came <= SHORT_STRETCH || came >= before) return events;
    before = came;
  }
}

/** What is read is told together with what was read before. */
function goingOn<Options extends BuildOptions>(options: Options, read: number): Options {
  const { onProgress } = options;
  if (!onProgress) return options;
  return {
    ...options,
    onProgress: ({ events, position }) => {
      onProgress({ events: read + events, position });
    },
  };
}
