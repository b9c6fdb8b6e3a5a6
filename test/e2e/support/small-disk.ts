import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './application.ts';
import { childEnvironment, ensureBuilt, ROOT } from './build.ts';

/** Room for the files of a server that is just made, and for some hundred kilobytes more. */
const ROOM_BYTES = 5_242_880;
const BLOCK_BYTES = 512;

/** A server of a directory, in a process of its own. */
export interface Served {
  readonly url: string;
  /** Ends it at once, if it still runs. */
  kill(): Promise<void>;
  /** Tells it to end, and waits for that. */
  end(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** A place for a data directory that is soon full. */
export interface SmallDisk {
  readonly directory: string;
  /** Starts a server there. */
  serve(): Promise<Served>;
  /** The next server has room. */
  makeRoom(): void;
  /** Ends what still runs there, and takes everything away. */
  remove(): Promise<void>;
}

/** How a disk may be short: everywhere files that must not grow; where this user may mount one, also a full disk. */
export function smallDisks(): readonly (readonly [name: string, make: () => SmallDisk])[] {
  const everywhere = [['files that must not grow any more', limitedFiles]] as const;
  return mayMount() ? [...everywhere, ['a full disk', fullDisk]] : everywhere;
}

function limitedFiles(): SmallDisk {
  const servers = new Servers();
  const directory = temporaryDirectory();
  let limit = `ulimit -f ${String(ROOM_BYTES / BLOCK_BYTES)} && `;
  return {
    directory,
    serve: () => servers.start(directory, limit),
    makeRoom: () => (limit = ''),
    remove: async () => {
      await servers.end();
      rmSync(directory, { recursive: true });
    },
  };
}

function fullDisk(): SmallDisk {
  const servers = new Servers();
  const disk = temporaryDirectory();
  const ballast = join(disk, 'ballast');
  mount(disk, 6 * ROOM_BYTES);
  writeFileSync(ballast, Buffer.alloc(3 * ROOM_BYTES));
  const directory = join(disk, 'data');
  mkdirSync(directory);
  return {
    directory,
    serve: () => servers.start(directory),
    makeRoom: () => rmSync(ballast),
    remove: async () => {
      await servers.end();
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    },
  };
}

function mount(directory: string, bytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(bytes)}`, 'tmpfs', directory], { stdio: 'ignore' });
}

function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const directory = temporaryDirectory();
  try {
    mount(directory, ROOM_BYTES);
    return spawnSync('umount', [directory]).status === 0;
  } catch {
    return false; // A container without that right.
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The servers that were started on a disk. */
class Servers {
  readonly #started: Promise<Served>[] = [];

  start(directory: string, limit = ''): Promise<Served> {
    const started = serve(directory, limit);
    this.#started.push(started);
    return started;
  }

  async end(): Promise<void> {
    for (const started of await Promise.allSettled(this.#started)) {
      if (started.status === 'fulfilled') await started.value.kill();
    }
  }
}

async function serve(directory: string, limit: string): Promise<Served> {
  ensureBuilt();
  const command = [process.execPath, join(ROOT, 'bin/rete-punti.mjs'), 'serve', '--data', directory, '--port', '0'];
  const child = spawn('sh', ['-c', `${limit}exec "$0" "$@"`, ...command], {
    cwd: ROOT,
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = once(child, 'close');
  return {
    url: await urlOf(child, errors),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    end: async () => {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return { code, stderr: errors.join('') };
    },
  };
}

function urlOf(child: ChildProcess, errors: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    const [, url] = /answers at (http:\S+)/.exec(said) ?? [];
    if (url !== undefined) resolve(url);
  });
  child.once('close', () => reject(new Error(`it ended without an address:\n${said}\n${errors.join('')}`)));
  return promise;
}
