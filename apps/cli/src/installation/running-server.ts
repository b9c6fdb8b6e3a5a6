import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the server of a data directory answers. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
}

const FILE = 'server.json';

/** Tells other programs of this machine where the server of the directory answers; the holder of its lock calls it. */
export function announceServer(directory: string, url: string): void {
  const server: RunningServer = { url, pid: process.pid };
  writeFileSync(join(directory, FILE), `${JSON.stringify(server)}\n`, { mode: 0o600 });
}

/** Takes the announcement back. */
export function withdrawServer(directory: string): void {
  rmSync(join(directory, FILE), { force: true });
}

/** What was announced last. A killed server leaves its announcement behind: only the lock tells whether it lives. */
export function announcedServer(directory: string): RunningServer | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, FILE), 'utf8')) as RunningServer;
  } catch {
    return undefined; // No announcement, or one that was cut short: the same as none.
  }
}
