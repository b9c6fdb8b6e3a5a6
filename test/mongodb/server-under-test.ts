import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';

/** A server of the MongoDB wire protocol that specs run against. */
export interface ServerUnderTest {
  readonly kind: 'given' | 'mongod' | 'ferretdb';
  readonly url: string;
  /** Stops the server, abruptly; absent where it is not ours to stop. */
  stop?(): Promise<void>;
  /** Starts it again, on the same port, with the same data. */
  start?(): Promise<void>;
  /** Freezes the server: its connections stay open, and nothing answers. */
  freeze?(): void;
  /** Lets it go on. */
  thaw?(): void;
  /** Ends the server and removes its data. */
  close(): Promise<void>;
}

/** Who may use the server, and nobody else; only FerretDB can be asked for one. */
export interface User {
  readonly name: string;
  readonly password: string;
}

const HOW_TO_ENABLE =
  'set MONGODB_URL, or put mongod or go on the PATH (`npm run test:servers` installs FerretDB ahead of the tests)';
const INSTALL = join(import.meta.dirname, '..', '..', 'tools', 'install-test-servers.mjs');
const STARTS_WITHIN_MS = 20_000;

/**
 * The server that MONGODB_URL names; else `mongod` from the PATH; else FerretDB, built with `go` from the PATH. Started
 * on a free loopback port, over a directory of its own.
 * @returns undefined, after saying so, when there is none
 */
export async function serverUnderTest(user?: User): Promise<ServerUnderTest | undefined> {
  const given = process.env.MONGODB_URL;
  if (given) return { kind: 'given', url: given, close: async () => {} };
  const mongod = onPath('mongod');
  if (mongod) return started('mongod', mongod, mongodArguments);
  if (onPath('go')) return started('ferretdb', await installedFerretDb(), ferretDbArguments(user));
  console.warn(`SKIPPED: no MongoDB to test against: ${HOW_TO_ENABLE}`);
  return undefined;
}

/** Describes what needs a server; without one the suite is there, and skipped under a name that says how to run it. */
export function describeWithServer(server: ServerUnderTest | undefined, name: string, suite: () => void): void {
  if (server) describe(name, suite);
  else describe.skip(`${name} (no MongoDB: ${HOW_TO_ENABLE})`, suite);
}

type Arguments = (port: number, directory: string) => string[];

const mongodArguments: Arguments = (port, directory) => [
  '--dbpath',
  directory,
  '--port',
  String(port),
  '--bind_ip',
  '127.0.0.1',
  '--nounixsocket',
  '--quiet',
];

const ferretDbArguments =
  (user?: User): Arguments =>
  (port, directory) => [
    '--handler=sqlite',
    // Data that need not outlive the machine.
    `--sqlite-url=file:${directory}/?_pragma=synchronous(off)`,
    `--state-dir=${directory}`,
    `--listen-addr=127.0.0.1:${port}`,
    '--debug-addr=-',
    '--telemetry=disable',
    '--log-level=error',
    ...(user ? credentialsOf(user) : []),
  ];

function credentialsOf({ name, password }: User): string[] {
  return [
    '--test-enable-new-auth',
    '--setup-database=admin',
    `--setup-username=${name}`,
    `--setup-password=${password}`,
  ];
}

async function started(kind: 'mongod' | 'ferretdb', program: string, argumentsOf: Arguments): Promise<ServerUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), `rete-punti-${kind}-`));
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}`;
  let running: ChildProcess | undefined;
  const kill = (): void => void running?.kill('SIGKILL');
  process.once('exit', kill);

  const start = async (): Promise<void> => {
    running = spawn(program, argumentsOf(port, directory), { stdio: 'ignore' });
    running.unref();
    await answers(url, running);
  };
  const stop = async (): Promise<void> => {
    const stopping = running;
    running = undefined;
    if (stopping?.exitCode !== null || stopping.signalCode !== null) return;
    const ended = new Promise((resolve) => stopping.once('exit', resolve));
    stopping.kill('SIGKILL');
    await ended;
  };
  const freeze = (): void => void running?.kill('SIGSTOP');
  const thaw = (): void => void running?.kill('SIGCONT');
  const close = async (): Promise<void> => {
    await stop();
    process.off('exit', kill);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  await start();
  return { kind, url, start, stop, freeze, thaw, close };
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + STARTS_WITHIN_MS;
  for (;;) {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
    try {
      await client.db('admin').command({ ping: 1 });
      return;
    } catch (error) {
      if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}`, { cause: error });
      if (performance.now() > deadline) throw error;
      await sleep(20);
    } finally {
      await client.close();
    }
  }
}

async function installedFerretDb(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [INSTALL]);
  const program = stdout.trim().split('\n').at(-1) ?? '';
  execFileSync(program, ['--version']);
  return program;
}

function onPath(program: string): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, program));
  return places.find((place) => existsSync(place));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
