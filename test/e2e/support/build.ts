import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILT = join(ROOT, 'dist/apps/cli/src/main.js');
const SOURCES = ['apps', 'libs', 'tools', 'package.json', 'tsconfig.base.json', 'tsconfig.build.json', 'nest-cli.json'];
const LONGEST_BUILD_MS = 300_000;

/** Milliseconds that a hook may take in which the project may have to be built. */
export const BUILD_TIMEOUT_MS = 2 * LONGEST_BUILD_MS;

let isBuilt = false;

/** The variables of this process for a child that is no specification, and runs the same Node. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _ofJest, ...others } = process.env;
  return { ...others, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}` };
}

/**
 * Builds `dist` when it is absent or older than the sources, which is looked at once: they stay as they are while
 * specifications run. Of those that run side by side one builds, and the others wait for it, by a lock that ends with its
 * process.
 */
export function ensureBuilt(): void {
  if (isBuilt) return;
  const lock = new DatabaseSync(join(ROOT, 'node_modules/.rete-punti-build.lock'), { timeout: LONGEST_BUILD_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    if (lastChange(BUILT) < Math.max(...SOURCES.map((source) => lastChange(join(ROOT, source))))) build();
    isBuilt = true;
  } finally {
    lock.close();
  }
}

function build(): void {
  const started = new Date();
  execFileSync('npm', ['run', 'build', '--silent'], {
    cwd: ROOT,
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // What was changed while it was being built is not in it.
  utimesSync(BUILT, started, started);
}

/** When something in a file or folder was changed last, in milliseconds since the epoch; 0 when it is not there. */
function lastChange(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return path.endsWith('.spec.ts') ? 0 : stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => (name === 'node_modules' ? 0 : lastChange(join(path, name)))));
}
