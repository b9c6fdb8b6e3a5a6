import * as fc from 'fast-check';
import type { StoredDocument } from '../ports/read-model-store.ts';
import { GatheredDocuments, Room } from './gathered-documents.ts';
import { WrittenKeys } from './written-keys.ts';

const documentOf = (key: string): StoredDocument => ({ key, position: '1', document: { key } });

function gather(documents: GatheredDocuments, ...keys: string[]): void {
  for (const key of keys) if (!documents.knows(key)) documents.learn(key, undefined);
  documents.change(keys.map(documentOf));
}

const keysOf = (documents: readonly StoredDocument[]): string[] => documents.map(({ key }) => key);

describe('the documents of a build in memory', () => {
  it('go when there is no room, those first that were not used for longest', () => {
    const documents = new GatheredDocuments(new Room(3, 1), true);
    gather(documents, 'a', 'b', 'c');
    expect(documents.makeRoom()).toEqual([]);
    documents.knows('a');
    gather(documents, 'd');
    expect(keysOf(documents.makeRoom())).toEqual(['b', 'c']);
    expect(['a', 'b', 'c', 'd'].map((key) => documents.knows(key))).toEqual([true, false, false, true]);
  });

  it('are written before they go, and once as long as nothing changes them again', () => {
    const documents = new GatheredDocuments(new Room(1, 1), true);
    gather(documents, 'a');
    expect(keysOf(documents.takeUnwritten())).toEqual(['a']);
    expect(documents.takeUnwritten()).toEqual([]);
    gather(documents, 'b', 'c');
    expect(keysOf(documents.makeRoom())).toEqual(['b']);
    expect(documents.knows('a')).toBe(false);
  });

  it('share their room with builds that are made at the same time, each of which keeps a share of its own', () => {
    const room = new Room(4, 2);
    const [large, small] = [new GatheredDocuments(room, true), new GatheredDocuments(room, true)];
    gather(large, 'a', 'b', 'c', 'd');
    gather(small, 'e', 'f');
    expect(small.makeRoom()).toEqual([]);
    expect(keysOf(large.makeRoom())).toEqual(['a', 'b']);
    large.clear();
    gather(small, 'g', 'h');
    expect(small.makeRoom()).toEqual([]);
  });

  it('are known to be absent without a look where the build has never written them, and nobody before it', () => {
    const [made, continued] = [new GatheredDocuments(new Room(), true), new GatheredDocuments(new Room(), false)];
    expect([made.knows('a'), continued.knows('a')]).toEqual([true, false]);
    expect(made.get('a')).toBeUndefined();
  });
});

describe('keys that a build has written', () => {
  it('are never taken for keys that it has not', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (keys) => {
        const written = new WrittenKeys();
        for (const key of keys) written.add(key);
        expect(keys.every((key) => written.mayHave(key))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('are told from nearly all others, though they look alike', () => {
    const written = new WrittenKeys();
    for (let number = 0; number < 200_000; number += 1) written.add(`agenda-${number}/2026-03-02`);
    let mistaken = 0;
    for (let number = 200_000; number < 210_000; number += 1)
      if (written.mayHave(`agenda-${number}/2026-03-02`)) mistaken += 1;
    expect(mistaken).toBeLessThan(100);
  });
});
