import fc from 'fast-check';
import { EMPTY_ROOT, leafHash, nodeHash, TreeEdge, type ReadNode, type TreeHash } from './merkle-tree.ts';
import { consistencyProof, inclusionProof, isConsistent, rootOfInclusion } from './proofs.ts';

const hex = (hashed: TreeHash): string => Buffer.from(hashed).toString('hex');

/** The entries of the reference tests of Certificate Transparency (google/certificate-transparency, merkle_tree_test). */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const [N01, N23, N45, N67] = [
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
];
const N4567 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const LEAF_1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const LEAF_4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';

/** Grows a tree and keeps its nodes as a store does: with each leaf the subtrees that it completes. */
function treeOf(entries: readonly Uint8Array[]): { leaves: TreeHash[]; roots: TreeHash[]; read: ReadNode } {
  const edge = TreeEdge.empty();
  const rows = entries.map((entry) => ({ hashes: edge.append(leafHash(entry)), root: edge.root() }));
  return {
    leaves: rows.map(({ hashes }) => hashes[0]!),
    roots: rows.map(({ root }) => root),
    read: (level, index) => rows[(index + 1) * 2 ** level - 1]!.hashes[level]!,
  };
}

describe('the tree of RFC 6962', () => {
  const { leaves, roots, read } = treeOf(ENTRIES.map((entry) => Buffer.from(entry, 'hex')));

  it('has the roots of the reference tests of Certificate Transparency', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(roots.map(hex)).toEqual(ROOTS);
  });

  it.each([
    [0, 1, []],
    [0, 8, [LEAF_1, N23, N4567]],
    [5, 8, [LEAF_4, N67, ROOTS[3]]],
    [2, 3, [N01]],
    [1, 5, [ROOTS[0], N23, LEAF_4]],
  ])('has the inclusion proofs of the reference tests: leaf %i of %i', (index, size, proof) => {
    expect(inclusionProof(index, size, read).map(hex)).toEqual(proof);
  });

  it.each([
    [1, 1, []],
    [1, 8, [LEAF_1, N23, N4567]],
    [6, 8, [N45, N67, ROOTS[3]]],
    [2, 5, [N23, LEAF_4]],
  ])('has the consistency proofs of the reference tests: %i to %i', (from, to, proof) => {
    expect(consistencyProof(from, to, read).map(hex)).toEqual(proof);
  });

  it('refuses proofs about leaves and trees that are not there', () => {
    for (const [index, size] of [
      [8, 8],
      [-1, 8],
      [0, 0],
      [0.5, 8],
    ] as const) {
      expect(() => inclusionProof(index, size, read)).toThrow(RangeError);
      expect(rootOfInclusion(leaves[0]!, { index, size }, [])).toBeUndefined();
    }
    for (const [from, to] of [
      [0, 8],
      [9, 8],
      [1.5, 8],
    ] as const) {
      expect(() => consistencyProof(from, to, read)).toThrow(RangeError);
    }
  });

  const trees = fc.array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 70 });

  it('goes on from its kept nodes as if it had grown in one go', () => {
    fc.assert(
      fc.property(trees, fc.nat(69), (entries, cut) => {
        const whole = treeOf(entries);
        const size = Math.min(cut, entries.length);
        const edge = TreeEdge.of(size, whole.read);
        for (const leaf of whole.leaves.slice(size)) edge.append(leaf);
        expect(hex(edge.root())).toBe(hex(whole.roots.at(-1)!));
      }),
    );
  });

  it('proves every leaf of it, and no other', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.nat(), (entries, some, other) => {
        const tree = treeOf(entries);
        const size = entries.length;
        const [index, elsewhere] = [some % size, other % size];
        const proof = inclusionProof(index, size, tree.read);
        const root = hex(tree.roots.at(-1)!);
        expect(hex(rootOfInclusion(tree.leaves[index]!, { index, size }, proof)!)).toBe(root);
        const forged = rootOfInclusion(leafHash(Buffer.from('never written')), { index, size }, proof);
        expect(forged && hex(forged)).not.toBe(root);
        const moved = rootOfInclusion(tree.leaves[index]!, { index: elsewhere, size }, proof);
        if (hex(tree.leaves[index]!) !== hex(tree.leaves[elsewhere]!)) expect(moved && hex(moved)).not.toBe(root);
      }),
    );
  });

  it('proves that it goes on from every smaller one, and from no other', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (entries, some) => {
        const tree = treeOf(entries);
        const size = 1 + (some % entries.length);
        const [earlier, later] = [size, entries.length].map((at) => ({ size: at, root: tree.roots[at - 1]! })) as [
          { size: number; root: TreeHash },
          { size: number; root: TreeHash },
        ];
        const proof = consistencyProof(size, entries.length, tree.read);
        expect(isConsistent(earlier, later, proof)).toBe(true);
        const forged = { ...earlier, root: nodeHash(earlier.root, earlier.root) };
        expect(isConsistent(forged, later, proof)).toBe(false);
        expect(isConsistent(earlier, { ...later, root: nodeHash(later.root, later.root) }, proof)).toBe(false);
        expect(isConsistent(earlier, later, [...proof, later.root])).toBe(false);
        if (proof.length > 0) expect(isConsistent(earlier, later, proof.slice(1))).toBe(false);
      }),
    );
  });
});
