import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { childEnvironment, ensureBuilt, ROOT } from './build.ts';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of the product, as a process of its own. */
export interface ProductProcess {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves with the match of the first line of standard output that matches; fails when the process ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** The same of standard error. */
  complained(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal to this process, if it still runs. */
  kill(signal: NodeJS.Signals): void;
  /** Closes its standard output from the reader's side, as a pipe whose other program is gone. */
  stopListening(): void;
}

/** The user id of nobody, who owns nothing. */
const NOBODY = 65_534;

const running = new Set<ProductProcess>();

/** Ends what a failed specification left running, for whoever removes its directory then. */
export async function endProcesses(): Promise<void> {
  for (const one of running) one.kill('SIGKILL');
  await Promise.all([...running].map(({ ended }) => ended));
}
// No specification that starts processes leaves one behind, or jest would wait for it.
afterAll(endProcesses);

/** Starts `rete-punti` with these arguments. */
export function startCli(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ProductProcess {
  return startProgram('bin/rete-punti.mjs', args, environment);
}

/**
 * Starts a program under Node.
 * @param program its path in the project
 */
export function startProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  user: { readonly uid?: number; readonly gid?: number } = {},
): ProductProcess {
  ensureBuilt();
  const child = spawn(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    env: { ...childEnvironment(), ...environment },
    ...user,
  });
  const output = collect(child);
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...output }));
  const found = async (pattern: RegExp, stream: 'stdout' | 'stderr'): Promise<RegExpExecArray> => {
    let over = false;
    for (;;) {
      const match = pattern.exec(output[stream]);
      if (match) return match;
      if (over) throw new Error(`it ended without saying ${String(pattern)}:\n${output.stdout}\n${output.stderr}`);
      over = await Promise.race([once(child[stream], 'data').then(() => false), ended.then(() => true)]);
    }
  };
  const started: ProductProcess = {
    pid: child.pid ?? -1,
    ended,
    said: (pattern) => found(pattern, 'stdout'),
    complained: (pattern) => found(pattern, 'stderr'),
    kill: (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    },
    stopListening: () => child.stdout.destroy(),
  };
  running.add(started);
  void ended.then(() => running.delete(started));
  return started;
}

/** Runs `rete-punti` to its end. */
export function runCli(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return startCli(args, environment).ended;
}

/** The same as a user whom the permissions of files bind: for root, as nobody. */
export function runUnprivileged(args: readonly string[]): Promise<Ended> {
  const nobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return startProgram('bin/rete-punti.mjs', args, {}, nobody).ended;
}

/** What a command with `--json` printed; fails with its complaint when it failed. */
export function runCliForJson<T>(...args: readonly string[]): Promise<T> {
  return runCliForJsonIn<T>({}, ...args);
}

/** As {@link runCliForJson}, with variables. */
export async function runCliForJsonIn<T>(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<T> {
  const { code, stdout, stderr } = await runCli([...args, '--json'], environment);
  if (code !== 0) throw new Error(`rete-punti ${args.join(' ')} ended with ${String(code)}:\n${stdout}\n${stderr}`);
  return JSON.parse(stdout) as T;
}

/** A server of a directory, in a process of its own, that answers. */
export interface ServerProcess extends ProductProcess {
  readonly directory: string;
  readonly url: string;
}

/** A few clients of a specification ask as much as a day of many thousands. */
const UNLIMITED = { RETE_PUNTI_RATE_LIMIT: '0', RETE_PUNTI_ADDRESS_RATE_LIMIT: '0' };

/** Starts the server of a directory on a free port, and waits until it answers. */
export async function startServerProcess(
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const server = startCli(['serve', '--data', directory, '--port', '0'], { ...UNLIMITED, ...environment });
  const [, url = ''] = await server.said(/answers at (http:\S+)/);
  return { ...server, directory, url };
}

function collect(child: ChildProcessWithoutNullStreams): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  return output;
}
