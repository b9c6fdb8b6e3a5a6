import type { Database } from './database.ts';
import { asGroupFailure, closed, openedReadOnly } from './store-error.ts';

/** What came of a request inside the transaction of its group. */
export type Outcome<Result> = { readonly done: Result } | { readonly refused: Error };

interface Options<Request, Result> {
  readonly database: Database;
  /**
   * Carries out one request. All its checks come before its first write: what it refuses must have written nothing, as
   * its neighbours are committed. What it throws undoes the whole group.
   */
  readonly apply: (request: Request) => Outcome<Result>;
  /** Before anything of a group is written; what it throws becomes the answer to all of it. */
  readonly check?: () => void;
  /**
   * Makes durable what was committed, where the commit does not: no answer is given before, be it a refusal, as that may
   * rest on what is not durable yet. What comes meanwhile is the next group. What it rejects with becomes the answer.
   */
  readonly durable?: () => Promise<void>;
  /** Once it is durable, before any answer; what it throws becomes the answer. */
  readonly committed?: () => void;
  /** After a rollback: what `apply` has remembered is void. */
  readonly undone?: () => void;
  /** Most requests of one transaction, so that a burst does not block the process. Default 1000. */
  readonly largest?: number;
}

interface Pending<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: requests that arrive in one turn of the event loop, or while the group before them is made durable, share
 * one transaction, and so one fsync, which is what a durable write costs.
 */
export class GroupCommit<Request, Result> {
  readonly #options: Options<Request, Result>;
  #pending: Pending<Request, Result>[] = [];
  #commits = 0;
  #closed = false;
  #isSettling = false;

  constructor(options: Options<Request, Result>) {
    this.#options = options;
  }

  /** Transactions so far, failed ones included. */
  get commits(): number {
    return this.#commits;
  }

  /** Resolves when the request is durable; rejects with its refusal, or STORE_UNAVAILABLE with its whole group. */
  submit(request: Request): Promise<Result> {
    const { database } = this.#options;
    if (database.readOnly) return Promise.reject(openedReadOnly(database.file));
    if (this.#closed) return Promise.reject(closed(database.file));
    return new Promise((resolve, reject) => {
      this.#pending.push({ request, resolve, reject });
      if (this.#pending.length === 1) this.#goOn();
    });
  }

  /** Commits what is pending and takes nothing more. */
  close(): void {
    this.#closed = true;
    while (this.#pending.length > 0) this.#commitSome();
  }

  #commitNext(): void {
    if (this.#isSettling) return;
    this.#commitSome();
    this.#goOn();
  }

  /**
   * Where the commit itself waits for the disk, whatever this turn's input still brings joins the group. Where another thread
   * does, it is to begin at once, so that it has ended when the next turn looks; what comes until then is the next group.
   */
  #goOn(): void {
    if (this.#pending.length === 0 || this.#isSettling) return;
    if (this.#options.durable) queueMicrotask(() => this.#commitNext());
    else setImmediate(() => this.#commitNext());
  }

  #commitSome(): void {
    const largest = this.#options.largest ?? 1000;
    const group = this.#pending.slice(0, largest);
    this.#pending = this.#pending.slice(largest);
    if (group.length > 0) this.#commit(group);
  }

  #commit(group: readonly Pending<Request, Result>[]): void {
    const { database, check, apply, durable, undone } = this.#options;
    let outcomes: readonly Outcome<Result>[];
    this.#commits += 1;
    try {
      outcomes = database.transaction(() => {
        check?.();
        return group.map(({ request }) => apply(request));
      });
    } catch (error) {
      undone?.();
      const failure = asGroupFailure(error, database.file);
      refuse(group, failure);
      return;
    }
    if (durable) void this.#settle(group, outcomes, durable);
    else this.#answer(group, outcomes);
  }

  async #settle(
    group: readonly Pending<Request, Result>[],
    outcomes: readonly Outcome<Result>[],
    durable: () => Promise<void>,
  ): Promise<void> {
    this.#isSettling = true;
    try {
      await durable();
      this.#answer(group, outcomes);
    } catch (error) {
      refuse(group, error);
    } finally {
      this.#isSettling = false;
      this.#goOn();
    }
  }

  #answer(group: readonly Pending<Request, Result>[], outcomes: readonly Outcome<Result>[]): void {
    try {
      this.#options.committed?.();
    } catch (error) {
      refuse(group, error);
      return;
    }
    for (const [index, { resolve, reject }] of group.entries()) {
      const outcome = outcomes[index];
      if (outcome && 'done' in outcome) resolve(outcome.done);
      else reject(outcome?.refused);
    }
  }
}

function refuse(group: readonly Pending<unknown, never>[], error: unknown): void {
  for (const { reject } of group) reject(error);
}
