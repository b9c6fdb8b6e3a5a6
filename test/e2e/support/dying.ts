import { cpSync, rmSync } from 'node:fs';
import { openDirectory, type Stores } from '#composition';
import type { StoredEvent } from '#kernel/ports';
import { temporaryDirectory } from './application.ts';
import { eventsOf } from './log.ts';
import { startProgram } from './processes.ts';

const SERVER = 'test/e2e/programs/dying-server.ts';

/** A request, after which a server carries out all that comes of it. */
export interface Cause {
  readonly path: string;
  readonly body: object;
}

/** Directories of one specification, and copies of them, which are removed together. */
export class Directories {
  readonly #all: string[] = [];

  empty(): string {
    const directory = temporaryDirectory();
    this.#all.push(directory);
    return directory;
  }

  copyOf(source: string): string {
    const directory = this.empty();
    cpSync(source, directory, { recursive: true });
    return directory;
  }

  remove(): void {
    for (const directory of this.#all) rmSync(directory, { recursive: true });
  }
}

/**
 * Runs a server over a directory until nothing is left to do, or until it dies.
 * @param diesAfter at so many writes, appends and saves of processes; 0 for never
 * @param cause what it is told first, under one Idempotency-Key
 * @param ahead milliseconds by which its clock is ahead
 * @returns how it ended: killed, or with nothing left to do
 */
export async function runServer(
  directory: string,
  diesAfter: number,
  cause?: Cause,
  ahead = 0,
): Promise<'killed' | 'done'> {
  const told = cause ? [cause.path, JSON.stringify(cause.body)] : [];
  const environment = { DYING_AHEAD_MS: String(ahead) };
  const server = startProgram(SERVER, [directory, String(diesAfter), ...told], environment);
  const { code, signal, stdout, stderr } = await server.ended;
  if (signal === 'SIGKILL') return 'killed';
  if (code !== 0 || !stdout.includes('nothing is left to do')) throw new Error(`it ended with ${stdout}${stderr}`);
  return 'done';
}

/** How a cause is carried out by processes that die. */
interface Dying {
  /** More than are needed: what never comes to its end fails. */
  readonly mostDeaths: number;
  /** Told again by each, as a client would that had no answer: the first may die over something else. */
  readonly isRepeated?: boolean;
  /** Milliseconds by which the clock of each is ahead. */
  readonly ahead?: number;
}

/**
 * Has a cause carried out by processes each of which dies after its first write, until one finds nothing left to do.
 * @param cause what they are told; absent where it is something that is due
 * @returns how many died
 */
export async function dieOnTheWay(
  directory: string,
  cause: Cause | undefined,
  { mostDeaths, isRepeated = false, ahead = 0 }: Dying,
): Promise<number> {
  let deaths = 0;
  let how = await runServer(directory, 1, cause, ahead);
  while (how === 'killed') {
    deaths += 1;
    if (deaths > mostDeaths) throw new Error('it never comes to its end');
    how = await runServer(directory, 1, isRepeated ? cause : undefined, ahead);
  }
  return deaths;
}

/** Reads in the files of a directory, while no server runs over it. */
export async function readIn<T>(directory: string, reading: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = openDirectory(directory);
  try {
    return await reading(stores);
  } finally {
    await stores.close();
  }
}

/** What stands in the log after a position, in order. */
export function eventsAfter(directory: string, position: string): Promise<readonly StoredEvent[]> {
  return readIn(directory, async ({ eventStore }) =>
    (await eventsOf(eventStore)).filter((event) => BigInt(event.position) > BigInt(position)),
  );
}

/** What waits for a person. */
export function parkedIn(directory: string): Promise<readonly unknown[]> {
  return readIn(directory, async ({ work }) => {
    const found = await Promise.all((await work.processes()).map((name) => work.parked(name)));
    return found.flat();
  });
}
