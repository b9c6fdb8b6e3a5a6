import { RecentReads } from './recent-reads.ts';

describe('reads of a moment ago', () => {
  let now: number;
  let stored: { readonly n: number } | null;
  let reads: number;
  let failing: boolean;
  let recent: RecentReads<{ readonly n: number }>;
  beforeEach(() => {
    [now, stored, reads, failing] = [0, { n: 1 }, 0, false];
    const read = async (): Promise<{ readonly n: number } | null> => {
      reads += 1;
      if (failing) throw new Error('no server');
      return stored;
    };
    recent = new RecentReads(read, { staleness: 100, monotonic: () => now });
  });

  it('are given at once, and read anew for those who come next', async () => {
    await recent.get('a');
    stored = { n: 2 };
    now = 99;

    expect(await recent.get('a')).toEqual({ n: 1 });
    expect(await recent.get('a')).toEqual({ n: 2 });
  });

  it('are not given when they are too old', async () => {
    await recent.get('a');
    stored = { n: 2 };
    now = 100;

    expect(await recent.get('a')).toEqual({ n: 2 });
  });

  it('are not given after something has changed, also those that were under way', async () => {
    await recent.get('a');
    const given = recent.get('a');
    recent.forget();
    stored = { n: 2 };

    expect(await given).toEqual({ n: 1 });
    expect(await recent.get('a')).toEqual({ n: 2 });
  });

  it('are given while the server is away, but not for longer', async () => {
    await recent.get('a');
    failing = true;
    now = 50;

    expect(await recent.get('a')).toEqual({ n: 1 });
    now = 100;
    await expect(recent.get('a')).rejects.toThrow('no server');
  });

  it('that found nothing are read again every time', async () => {
    stored = null;
    expect(await recent.get('a')).toBeNull();
    stored = { n: 1 };

    expect(await recent.get('a')).toEqual({ n: 1 });
    expect(reads).toBe(2);
  });
});
