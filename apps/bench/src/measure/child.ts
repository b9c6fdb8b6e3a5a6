import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that answers requests one by one, so that what is measured has a processor and a heap of its own. */
export class Child<Request, Answer> {
  readonly #process: ChildProcess;

  /** @param module compiled module that calls {@link serveParent} */
  constructor(module: URL) {
    this.#process = fork(fileURLToPath(module), { serialization: 'advanced' });
  }

  /** @throws Error when the process ends instead of answering */
  async ask(request: Request): Promise<Answer> {
    const listening = new AbortController();
    const { signal } = listening;
    const answered = once(this.#process, 'message', { signal }).then(([answer]) => answer as Answer);
    const ended = once(this.#process, 'exit', { signal }).then(([code]) => {
      throw new Error(`a process of the benchmark ended early, with code ${String(code)}`);
    });
    this.#process.send(request as object);
    try {
      return await Promise.race([answered, ended]);
    } finally {
      // The one that was not raced to ends with an error that is nobody's.
      void Promise.allSettled([answered, ended]);
      listening.abort();
    }
  }

  end(): void {
    this.#process.removeAllListeners();
    this.#process.kill();
  }
}

/** The other side of a {@link Child}. */
export function serveParent<Request, Answer>(answer: (request: Request) => Promise<Answer>): void {
  process.on('message', (request) => {
    void answer(request as Request).then(
      (result) => process.send?.(result as object),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit());
}
