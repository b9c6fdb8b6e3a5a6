import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export type TreeHash = Uint8Array;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The root of a tree without leaves (RFC 6962, 2.1). */
export const EMPTY_ROOT: TreeHash = sha256(Buffer.alloc(0));

/** The hash of a leaf, apart from that of a node, so that none can be taken for the other (RFC 6962, 2.1). */
export function leafHash(entry: Uint8Array): TreeHash {
  return sha256(Buffer.concat([LEAF, entry]));
}

/** The hash of a node over its two subtrees (RFC 6962, 2.1). */
export function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  return sha256(Buffer.concat([NODE, left, right]));
}

function sha256(bytes: Uint8Array): TreeHash {
  return hash('sha256', bytes, 'buffer');
}

/** The complete subtree of 2^level leaves that begins at leaf index × 2^level. */
export type ReadNode = (level: number, index: number) => TreeHash;

/**
 * The right edge of a tree that grows: the roots of its complete subtrees, the largest first. All that is needed to add a
 * leaf and to know the root, and no more than one hash for each power of two.
 */
export class TreeEdge {
  readonly #roots: TreeHash[];
  #size: number;

  private constructor(size: number, roots: readonly TreeHash[]) {
    this.#size = size;
    this.#roots = [...roots];
  }

  /** Of a tree without leaves. */
  static empty(): TreeEdge {
    return new TreeEdge(0, []);
  }

  /** Of a tree of so many leaves whose nodes are kept elsewhere. */
  static of(size: number, read: ReadNode): TreeEdge {
    const roots: TreeHash[] = [];
    let begin = 0;
    for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level -= 1) {
      const leaves = 2 ** level;
      if (size - begin < leaves) continue;
      roots.push(read(level, begin / leaves));
      begin += leaves;
    }
    return new TreeEdge(size, roots);
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds a leaf.
   * @returns its hash, then that of each subtree that it completes, from the smallest on
   */
  append(leaf: TreeHash): TreeHash[] {
    const completed = [leaf];
    let hashed = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      hashed = nodeHash(this.#roots.pop() ?? EMPTY_ROOT, hashed);
      completed.push(hashed);
    }
    this.#roots.push(hashed);
    this.#size += 1;
    return completed;
  }

  root(): TreeHash {
    return (
      this.#roots.reduceRight<TreeHash | undefined>(
        (right, left) => (right ? nodeHash(left, right) : left),
        undefined,
      ) ?? EMPTY_ROOT
    );
  }
}
