import type { Worker } from 'node:worker_threads';
import { sharedNumber, startThread } from '../threads.ts';
import type { CheckpointOrder } from './checkpoint-order.ts';

const SOURCE = import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js';

/**
 * Moves pages from WALs into their databases in a thread of its own (a checkpoint), as that takes as long as writing them.
 * Whoever commits goes on meanwhile.
 */
export class Checkpoints {
  readonly #commits = sharedNumber();
  readonly #ended = sharedNumber();
  readonly #failed: (file: string) => void;
  readonly #warn: (text: string) => void;
  #thread: Worker | undefined;

  /**
   * @param failed told of a file whose disk did not answer as it should
   * @param warn told when the thread has failed; the process, on standard error, when absent
   */
  constructor(failed: (file: string) => void, warn = warnProcess) {
    this.#failed = failed;
    this.#warn = warn;
  }

  /** @param files in WAL mode, which are there */
  start(files: readonly string[]): void {
    const workerData: CheckpointOrder = { files, commits: this.#commits, ended: this.#ended };
    const thread = startThread(new URL(SOURCE, import.meta.url), workerData);
    // Without it whoever writes moves the pages, as soon as there are many.
    thread.on('error', (error) => {
      this.#warn(
        `The thread that moves pages out of the WALs has failed, and whoever writes moves them, which takes longer: start the process again when there is time for it (${String(error)})`,
      );
    });
    thread.on('message', (file: string) => {
      this.#failed(file);
    });
    thread.unref();
    this.#thread = thread;
  }

  /** Says that something was written to one of the files. */
  committed(): void {
    Atomics.add(this.#commits, 0, 1);
    Atomics.notify(this.#commits, 0);
  }

  /** No more pages are moved: of what is in the WAL nobody knows whether the disk has it. */
  stop(): void {
    Atomics.store(this.#ended, 0, 1);
    Atomics.notify(this.#ended, 0);
    this.committed();
  }

  /** Waits until the thread has let go of the files. */
  async end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    if (!thread || thread.threadId < 0) return;
    // However it ends, the stores are closed after it.
    const ended = new Promise((resolve) => thread.once('exit', resolve));
    // Nothing else may be left that keeps the process until then.
    thread.ref();
    this.stop();
    await ended;
  }
}

function warnProcess(text: string): void {
  process.emitWarning(text, 'CheckpointWarning');
}
