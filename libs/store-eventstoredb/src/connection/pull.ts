/** What is used of a stream of the client, whose types say more than they mean. */
interface Source {
  readonly readableLength: number;
  read(): unknown;
  resume(): unknown;
  removeAllListeners(event: 'readable'): unknown;
  on(event: 'error' | 'readable' | 'end' | 'close', listener: (...facts: unknown[]) => void): unknown;
}

/** What a wait came to. */
export type Woken =
  /** There may be something to take, or something else has changed. */
  | 'look'
  /** Nothing at all for so long. */
  | 'silent'
  /** The source is at its end. */
  | 'end';

/**
 * Takes what there is from a stream of the client, at the pace of whoever takes. The stream says that it failed once
 * everything it gave before is taken.
 */
export class Pull<T> {
  readonly #stream: Source;
  readonly #stop: () => Promise<void>;
  #error: unknown;
  #state: 'open' | 'failed' | 'ended' = 'open';
  #isRoused = false;
  #wake: (() => void) | undefined;

  /** @param stop tells the server that nothing more is wanted */
  constructor(stream: Source, stop: () => Promise<void>) {
    this.#stream = stream;
    this.#stop = stop;
    // Some errors come after the end of interest: without a listener they would end the process.
    stream.on('error', (error: unknown) => this.fail(error));
    stream.on('readable', () => this.rouse());
    stream.on('end', () => this.#finish('ended'));
    stream.on('close', () => this.#finish('ended'));
  }

  /** True when everything that was given is taken. */
  get isEmpty(): boolean {
    return this.#stream.readableLength === 0;
  }

  /** What is there, up to so many. */
  take(most: number): T[] {
    const taken: T[] = [];
    while (taken.length < most) {
      const next = this.#stream.read() as T | null;
      if (next === null) break;
      taken.push(next);
    }
    return taken;
  }

  /** Ends a wait, or the next one at once. */
  rouse(): void {
    this.#isRoused = true;
    this.#wake?.();
  }

  /**
   * Waits until there is a reason to look.
   * @param patience milliseconds
   * @throws what the stream failed with
   */
  async wait(patience: number): Promise<Woken> {
    if (!this.#isRoused && this.#state === 'open') {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    const wasRoused = this.#isRoused;
    this.#isRoused = false;
    if (!this.isEmpty) return 'look';
    if (this.#state === 'failed') throw this.#error;
    if (this.#state === 'ended') return 'end';
    return wasRoused ? 'look' : 'silent';
  }

  /** Ends every wait with an error. */
  fail(error: unknown): void {
    this.#finish('failed', error);
  }

  /** Wants nothing more. What comes all the same is dropped: a stream that is not read never ends, nor does its client. */
  close(): void {
    this.#stop().catch(() => undefined);
    this.#stream.removeAllListeners('readable');
    this.#stream.resume();
  }

  #finish(state: 'failed' | 'ended', error?: unknown): void {
    if (this.#state === 'open') {
      this.#state = state;
      this.#error = error;
    }
    this.rouse();
  }
}

/** Everything that a finite stream gives. @throws NoAnswer through `silent`, and what the stream failed with */
export async function takeAll<T>(pull: Pull<T>, patience: number, silent: () => Error): Promise<T[]> {
  const all: T[] = [];
  try {
    for (;;) {
      const taken = pull.take(Number.MAX_SAFE_INTEGER);
      for (const one of taken) all.push(one);
      if (taken.length > 0) continue;
      const woken = await pull.wait(patience);
      if (woken === 'end') return all;
      if (woken === 'silent') throw silent();
    }
  } finally {
    pull.close();
  }
}
