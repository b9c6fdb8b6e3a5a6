import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import type { Worker } from 'node:worker_threads';
import { sharedNumber, startThread } from '../threads.ts';
import type { SyncEnd, SyncOrder } from './sync-order.ts';

const SOURCE = import.meta.url.endsWith('.ts') ? './sync-thread.ts' : './sync-thread.js';

/**
 * Syncs that are noticed in one turn of the event loop. What goes on by them asks for further ones, and looks things up: without an
 * end to that the loop would not come round while there is work.
 */
const NOTICED_IN_A_TURN = 4;

/** How long a thread waits for somebody who wants it. */
const IDLE_MS = 2_000;

/** Called when a sync has ended, with what it failed of. */
type Answer = (error?: Error) => void;

/**
 * Syncs one file at a time in a thread of its own. Node's own threads would do, but tell the event loop alone, which looks when it has
 * gone once through all that connections have brought: a command would wait for that with each of its syncs. This one leaves word
 * where {@link Syncs.notice} finds it in between.
 */
export class Syncs {
  /** Threads that nobody has now, for a while: a start takes some 20 ms of a processor. */
  static readonly #idle = new Set<Syncs>();
  /** Those that sync now. */
  static readonly #busy = new Set<Syncs>();
  /** In this turn. */
  static #noticed = 0;

  readonly #order: SyncOrder = { wanted: sharedNumber(), ended: sharedNumber(), descriptor: sharedNumber() };
  readonly #thread: Worker;
  #number = 0;
  #answer: Answer | undefined;
  #fault: Error | undefined;
  /** Ends a thread that nobody has. */
  #parting: NodeJS.Timeout | undefined;

  private constructor() {
    this.#thread = startThread(new URL(SOURCE, import.meta.url), this.#order);
    // Not at once: of messages that come while one is answered Node hands over a thousand before the loop goes on.
    this.#thread.on('message', (end: SyncEnd) => setImmediate(() => this.#told(end)));
    this.#thread.on('error', (error: Error) => {
      this.#gone(error);
    });
    this.#thread.on('exit', () => {
      this.#gone(new Error('it has ended'));
    });
    // Last, as whoever listens to it keeps the process.
    this.#thread.unref();
  }

  /** A thread that nobody else has, until it is given back. */
  static take(): Syncs {
    const [taken = new Syncs()] = Syncs.#idle;
    Syncs.#idle.delete(taken);
    clearTimeout(taken.#parting);
    return taken;
  }

  /** Tells of syncs that have ended, in the middle of a turn of the event loop. Costs nothing while there are none. */
  static notice(): void {
    for (const syncs of Syncs.#busy) {
      if (Syncs.#noticed >= NOTICED_IN_A_TURN) return;
      if (Atomics.load(syncs.#order.ended, 0) !== syncs.#number) continue;
      if (Syncs.#noticed === 0) setImmediate(() => (Syncs.#noticed = 0));
      Syncs.#noticed += 1;
      syncs.#end();
    }
  }

  /** To be called when no sync goes on. */
  giveBack(): void {
    if (this.#fault) return;
    Syncs.#idle.add(this);
    this.#parting = setTimeout(() => {
      Syncs.#idle.delete(this);
      void this.#thread.terminate();
    }, IDLE_MS).unref();
  }

  /**
   * As `fs.fdatasync`; one after the other.
   * @param descriptor of an open file, which stays open until the answer
   */
  fdatasync(descriptor: number, answer: Answer): void {
    if (this.#fault) throw this.#fault;
    this.#answer = answer;
    this.#number = (this.#number + 1) | 0;
    Syncs.#busy.add(this);
    // Who waits for the answer alone keeps the process.
    this.#thread.ref();
    Atomics.store(this.#order.descriptor, 0, descriptor);
    Atomics.store(this.#order.wanted, 0, this.#number);
    Atomics.notify(this.#order.wanted, 0);
  }

  #told({ number, fault }: SyncEnd): void {
    // Another sync may have begun since this one was noticed.
    if (number === this.#number) this.#end(fault && Object.assign(new Error(fault.message), { code: fault.code }));
  }

  #gone(error: Error): void {
    Syncs.#idle.delete(this);
    this.#fault ??= new Error(`the thread of syncs is gone: ${error.message}`, { cause: error });
    this.#end(this.#fault);
  }

  #end(error?: Error): void {
    const answer = this.#answer;
    if (!answer) return;
    this.#answer = undefined;
    Syncs.#busy.delete(this);
    this.#thread.unref();
    answer(error);
  }
}
