import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Where the tools are, and the servers that specs run against; benchmarks run compiled, from `dist/`. */
const REPOSITORY = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Resolves a path of the repository. */
export function inRepository(path: string): string {
  return `${REPOSITORY}${path}`;
}

/** A server that a part starts for itself, in a process of its own. */
export class ServerProcess {
  /** Resolves when the process is over, whoever ended it. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  readonly #kill = (): void => void this.#process.kill('SIGKILL');

  constructor(program: string, options: readonly string[]) {
    this.#process = spawn(program, options, { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'inherit'] });
    this.ended = new Promise((resolve) => {
      this.#process.once('error', () => resolve());
      this.#process.once('exit', () => resolve());
    });
    // Also when the benchmark is broken off.
    process.once('exit', this.#kill);
  }

  /** What it prints first. @throws Error when it ends before */
  async firstLine(): Promise<string> {
    const line = new Promise<string>((resolve) => {
      let text = '';
      this.#process.stdout?.on('data', (piece: Buffer) => {
        text += piece.toString();
        const [first = '', ...others] = text.split('\n');
        if (others.length > 0) resolve(first);
      });
    });
    return this.until(line);
  }

  /** Waits for what shows that it is there. @throws Error when it ends before */
  async until<T>(sign: Promise<T>): Promise<T> {
    const over = this.ended.then(() => {
      throw new Error(`${this.#process.spawnfile} ended before it was ready`);
    });
    return Promise.race([sign, over]);
  }

  async stop(): Promise<void> {
    this.#kill();
    await this.ended;
    process.off('exit', this.#kill);
  }
}

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
