import { nodeHash, type ReadNode, type TreeHash } from './merkle-tree.ts';

/**
 * What shows, to whoever has the root of a tree of `size` leaves, that a leaf is the one at `index` (RFC 6962, 2.1.1).
 * @throws RangeError when there is no such leaf
 */
export function inclusionProof(index: number, size: number, read: ReadNode): TreeHash[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} of ${size}`);
  return pathTo(index, 0, size, read);
}

/**
 * What shows, to whoever has the roots of a tree at two sizes, that the larger one goes on from the smaller one, of which
 * nothing was changed or removed (RFC 6962, 2.1.2).
 * @throws RangeError unless 0 < from ≤ to
 */
export function consistencyProof(from: number, to: number, read: ReadNode): TreeHash[] {
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) throw new RangeError(`no tree of ${from} in ${to}`);
  return subproof(from, { begin: 0, end: to, isKnown: true }, read);
}

/** The root that a leaf and its inclusion proof lead to (RFC 9162, 2.1.3.2); undefined when the proof is none. */
export function rootOfInclusion(
  leaf: TreeHash,
  { index, size }: { readonly index: number; readonly size: number },
  proof: readonly TreeHash[],
): TreeHash | undefined {
  if (!isCount(index) || !isCount(size) || index >= size) return undefined;
  let [node, last, root] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      root = nodeHash(sibling, root);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      root = nodeHash(root, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : undefined;
}

/** The root of a tree at a size. */
export interface SizedRoot {
  readonly size: number;
  readonly root: TreeHash;
}

/** True when the proof shows that `later` goes on from `earlier` (RFC 9162, 2.1.4.2). Everything goes on from nothing. */
export function isConsistent(earlier: SizedRoot, later: SizedRoot, proof: readonly TreeHash[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === 0) return proof.length === 0;
  if (earlier.size === later.size) return proof.length === 0 && isSame(earlier.root, later.root);
  // A complete tree is a node of the later one, which its own root stands for.
  const path = isPowerOfTwo(earlier.size) ? [earlier.root, ...proof] : proof;
  const [first] = path;
  if (!first) return false;
  let [node, last] = [earlier.size - 1, later.size - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  let [before, after] = [first, first];
  for (const sibling of path.slice(1)) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [before, after] = [nodeHash(sibling, before), nodeHash(sibling, after)];
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      after = nodeHash(after, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSame(before, earlier.root) && isSame(after, later.root);
}

export function isSame(one: TreeHash, other: TreeHash): boolean {
  return Buffer.compare(one, other) === 0;
}

function pathTo(index: number, begin: number, end: number, read: ReadNode): TreeHash[] {
  if (end - begin === 1) return [];
  const middle = begin + split(end - begin);
  return index < middle
    ? [...pathTo(index, begin, middle, read), rootOf(middle, end, read)]
    : [...pathTo(index, middle, end, read), rootOf(begin, middle, read)];
}

/** A stretch of leaves, and whether its root follows from what the reader of the proof knows. */
interface Stretch {
  readonly begin: number;
  readonly end: number;
  readonly isKnown: boolean;
}

function subproof(from: number, { begin, end, isKnown }: Stretch, read: ReadNode): TreeHash[] {
  if (from === end) return isKnown ? [] : [rootOf(begin, end, read)];
  const middle = begin + split(end - begin);
  return from <= middle
    ? [...subproof(from, { begin, end: middle, isKnown }, read), rootOf(middle, end, read)]
    : [...subproof(from, { begin: middle, end, isKnown: false }, read), rootOf(begin, middle, read)];
}

/** The root over leaves, from `begin` on and before `end`, as the recursion over the whole tree cuts them. */
function rootOf(begin: number, end: number, read: ReadNode): TreeHash {
  const count = end - begin;
  if (isPowerOfTwo(count)) return read(Math.log2(count), begin / count);
  const middle = begin + split(count);
  return nodeHash(rootOf(begin, middle, read), rootOf(middle, end, read));
}

/** The largest power of two below a count of two or more. */
function split(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
