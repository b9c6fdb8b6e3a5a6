import { setImmediate as turn } from 'node:timers/promises';
import { eachTied } from './each-tied.ts';

interface Row {
  readonly name: string;
  readonly ties: readonly string[];
}

const row = (name: string, ...ties: string[]): Row => ({ name, ties });
async function* from(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

describe('each of many, several at once', () => {
  it('waits for those before it that share a tie with it, and for no other', async () => {
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const rows = [row('a1', 'a'), row('b1', 'b'), row('a2', 'a'), row('ab', 'a', 'b'), row('free'), row('b2', 'b')];
    const all = eachTied(
      from(rows),
      ({ ties }) => ties,
      ({ name }) => {
        begun.push(name);
        return new Promise((end) => ends.set(name, end));
      },
    );
    const end = async (name: string): Promise<string[]> => {
      ends.get(name)?.();
      await turn();
      return begun.splice(0);
    };
    await turn();
    expect(begun.splice(0)).toEqual(['a1', 'b1', 'free']);
    expect(await end('a1')).toEqual(['a2']);
    expect(await end('a2')).toEqual([]);
    expect(await end('b1')).toEqual(['ab']);
    expect(await end('ab')).toEqual(['b2']);
    await end('free');
    await end('b2');
    await all;
  });

  it('is read no further ahead than a few, however many there are', async () => {
    let read = 0;
    let underWay = 0;
    let most = 0;
    async function* many(): AsyncGenerator<number> {
      for (; read < 200; read += 1) {
        most = Math.max(most, underWay);
        yield read;
      }
    }
    await eachTied(
      many(),
      (count) => [String(count % 3)],
      async () => {
        underWay += 1;
        await turn();
        underWay -= 1;
      },
    );
    expect([read, underWay]).toEqual([200, 0]);
    expect(most).toBeLessThanOrEqual(16);
  });

  it('begins nothing more once one has failed, and throws that when the others are done', async () => {
    const done: string[] = [];
    const rows = [
      row('first'),
      row('fails', 'x'),
      row('waits', 'x'),
      ...Array.from({ length: 50 }, () => row('later')),
    ];
    const all = eachTied(
      from(rows),
      ({ ties }) => ties,
      async ({ name }) => {
        if (name === 'fails') throw new Error('nobody answers');
        await turn();
        done.push(name);
      },
    );
    await expect(all).rejects.toThrow('nobody answers');
    expect(done[0]).toBe('first');
    expect(done).not.toContain('waits');
    expect(done.length).toBeLessThan(17);
  });

  it('leaves nothing under way where there is no next thing to be had', async () => {
    let underWay = 0;
    async function* broken(): AsyncGenerator<string> {
      yield 'one';
      throw new Error('the file is gone');
    }
    const all = eachTied(
      broken(),
      () => [],
      async () => {
        underWay += 1;
        await turn();
        underWay -= 1;
      },
    );

    await expect(all).rejects.toThrow('the file is gone');
    expect(underWay).toBe(0);
  });
});
