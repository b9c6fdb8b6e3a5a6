import { SharedReads } from './shared-reads.ts';

describe('reads that are shared', () => {
  let begun: { key: string; resolve: (value: number) => void; reject: (error: Error) => void }[];
  let reads: SharedReads<number>;
  beforeEach(() => {
    begun = [];
    reads = new SharedReads((key) => new Promise((resolve, reject) => begun.push({ key, resolve, reject })));
  });

  it('never give what was read before it was asked for', async () => {
    const first = reads.get('a');
    const late = [reads.get('a'), reads.get('a')];
    expect(begun).toHaveLength(1);

    begun[0]!.resolve(1);
    expect(await first).toBe(1);
    expect(begun).toHaveLength(2);
    begun[1]!.resolve(2);

    expect(await Promise.all(late)).toEqual([2, 2]);
  });

  it('begin at once when none is under way, and for each key apart', async () => {
    const answers = Promise.all([reads.get('a'), reads.get('b')]);
    expect(begun.map(({ key }) => key)).toEqual(['a', 'b']);
    begun.forEach(({ resolve }, index) => resolve(index));
    expect(await answers).toEqual([0, 1]);

    void reads.get('a');

    expect(begun).toHaveLength(3);
  });

  it('fail for those who share them, and not for those who come after', async () => {
    const failing = reads.get('a');
    const next = reads.get('a');

    begun[0]!.reject(new Error('no server'));

    await expect(failing).rejects.toThrow('no server');
    begun[1]!.resolve(2);
    expect(await next).toBe(2);
  });
});
