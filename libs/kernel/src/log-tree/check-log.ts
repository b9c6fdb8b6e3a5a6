import type { CheckedPlace } from '../ports/log-tree.ts';
import { START, type Position } from '../position.ts';
import { entryOf } from './log-entry.ts';
import type { LogHead } from './log-head.ts';
import { leafHash, TreeEdge, type TreeHash } from './merkle-tree.ts';
import { isSame } from './proofs.ts';

/** Something that is not as it was written. */
export interface LogFinding {
  readonly code:
    /** The event at the position is not the one that was written there. */
    | 'EVENT_CHANGED'
    /** An event was written at the position, and none stands there. */
    | 'EVENT_REMOVED'
    /** An event stands at the position that was not written as all others are. */
    | 'EVENT_ADDED'
    /** The tree itself does not fit together. */
    | 'TREE_CHANGED'
    /** There was a tree, and it is gone. */
    | 'TREE_MISSING'
    /** A part of the log is gone that is neither an event nor of the tree: nothing else can be looked at. */
    | 'LOG_CHANGED'
    /** The log does not go on from what a head stands for. */
    | 'HEAD_DIFFERS'
    /** The log is shorter than what a head stands for. */
    | 'LOG_SHORTENED'
    /** A head was not signed with the key that it must be signed with. */
    | 'SIGNATURE_WRONG'
    /** A signed head was to be there, and is not. */
    | 'HEAD_MISSING';
  readonly position?: Position;
  readonly message: string;
}

/** A head that the log must go on from. */
export interface KnownHead extends Pick<LogHead, 'size' | 'root' | 'position'> {
  /** What it is called in a message, for example the file that it was read from. */
  readonly name: string;
}

export interface CheckOptions {
  readonly heads: readonly KnownHead[];
  /** Whether the log keeps a tree that its events are to be compared with. */
  readonly hasTree: boolean;
  readonly onProgress?: (progress: { readonly events: number; readonly position: Position }) => void;
}

export interface LogCheck extends Pick<LogHead, 'size' | 'position' | 'root'> {
  /** Events that were read. */
  readonly events: number;
  /** The first of them; `found` counts all. */
  readonly findings: readonly LogFinding[];
  readonly found: number;
}

const MOST_FINDINGS = 20;
const PROGRESS_EVERY = 1_000;

/**
 * Reads a whole log and tells what in it is not as it was written: each event against its leaf, the leaves against the
 * nodes over them, and the tree of all against heads that were known before. Where the log keeps no tree, one is made of
 * what is read, and all that can be told is whether it goes on from the heads.
 */
export async function checkLog(places: AsyncIterable<CheckedPlace>, options: CheckOptions): Promise<LogCheck> {
  const check = new Check(options);
  for await (const place of places) check.see(place);
  return check.end();
}

class Check {
  readonly #options: CheckOptions;
  readonly #edge = TreeEdge.empty();
  readonly #findings: LogFinding[] = [];
  readonly #bySize: ReadonlyMap<number, readonly KnownHead[]>;
  #found = 0;
  #events = 0;
  #position: Position = START;

  constructor(options: CheckOptions) {
    this.#options = options;
    this.#bySize = Map.groupBy(options.heads, ({ size }) => size);
    this.#compareHeads();
  }

  see({ position, event, leaf }: CheckedPlace): void {
    const read = event && leafHash(entryOf(event));
    const at = event ? `${event.stream}@${event.revision} (${event.eventId})` : '';
    if (event) this.#events += 1;
    if (event && read && leaf && !isSame(read, leaf.hashes[0] ?? read)) {
      this.#add('EVENT_CHANGED', position, `the event at position ${position}, ${at}, is not as it was written`);
    }
    if (!event) this.#add('EVENT_REMOVED', position, `the event that was written at position ${position} is gone`);
    if (event && !leaf && this.#options.hasTree) {
      this.#add('EVENT_ADDED', position, `the event at position ${position}, ${at}, was not written by a server`);
    }
    if (leaf) this.#seeLeaf(position, leaf);
    else if (read && !this.#options.hasTree) this.#grow(position, read);
    if (this.#events % PROGRESS_EVERY === 0) this.#tellProgress(position);
  }

  end(): LogCheck {
    this.#tellProgress(this.#position);
    const { size } = this.#edge;
    for (const head of this.#options.heads.filter((one) => one.size > size)) {
      const missing = head.size - size;
      this.#add('LOG_SHORTENED', undefined, `${head.name} stands for ${missing} more events than the log has`);
    }
    return {
      ...{ size, position: this.#position, root: hexOf(this.#edge.root()), events: this.#events },
      ...{ findings: this.#findings, found: this.#found },
    };
  }

  #seeLeaf(position: Position, { index, hashes }: NonNullable<CheckedPlace['leaf']>): void {
    const [leaf] = hashes;
    const expected = this.#edge.size;
    if (!leaf || index !== expected) {
      this.#add('TREE_CHANGED', position, `the leaf of position ${position} is number ${index} instead of ${expected}`);
    }
    if (!leaf) return;
    const completed = this.#grow(position, leaf);
    const isWhole =
      completed.length === hashes.length && completed.every((hash, at) => isSame(hash, hashes[at] ?? leaf));
    if (!isWhole)
      this.#add('TREE_CHANGED', position, `nodes of the tree over position ${position} are not as they were`);
  }

  #grow(position: Position, leaf: TreeHash): TreeHash[] {
    this.#position = position;
    const completed = this.#edge.append(leaf);
    this.#compareHeads();
    return completed;
  }

  #compareHeads(): void {
    for (const { name, root, position } of this.#bySize.get(this.#edge.size) ?? []) {
      if (root === hexOf(this.#edge.root())) continue;
      const message = `the log up to position ${position} is not the one that ${name} stands for: something in it was changed`;
      this.#add('HEAD_DIFFERS', position, message);
    }
  }

  #add(code: LogFinding['code'], position: Position | undefined, message: string): void {
    this.#found += 1;
    if (this.#findings.length >= MOST_FINDINGS) return;
    this.#findings.push({ code, ...(position === undefined ? {} : { position }), message });
  }

  #tellProgress(position: Position): void {
    this.#options.onProgress?.({ events: this.#events, position });
  }
}

function hexOf(hash: TreeHash): string {
  return Buffer.from(hash).toString('hex');
}
