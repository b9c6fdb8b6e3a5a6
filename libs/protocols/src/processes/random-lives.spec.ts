import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { randomLife } from '../specification/random-lives.ts';

const SEEDS = [2037, 12, 25, 27, 93, 1, 2, 3, 4, 5];
/** More of them, from a seed on, by hand. */
const { RANDOM_LIVES = '0', RANDOM_LIVES_FROM = '1000' } = process.env;
const more = Array.from({ length: Number(RANDOM_LIVES) }, (_each, index) => Number(RANDOM_LIVES_FROM) + index);

describe('T1, T2, P7: a protocol and its points stand on each day as their facts have it, recorded in any order, rectified and withdrawn', () => {
  it(
    'in random lives',
    async () => {
      const accepted = new Map<string, number>();
      const differing: string[] = [];
      for (const seed of [...SEEDS, ...more]) {
        const life = await randomLife(
          { seed, steps: 24 },
          { store: new MemoryEventStore(), work: new MemoryWorkStore() },
        );
        for (const [act, times] of life.accepted) accepted.set(act, (accepted.get(act) ?? 0) + times);
        differing.push(...life.differing);
      }
      expect(differing).toEqual([]);
      expect([...accepted.keys()].toSorted()).toEqual([
        ...['amendment', 'annulled', 'entry', 'rectified', 'rectified amendment', 'rectified termination'],
        ...['suspension', 'termination', 'withdrawn'],
      ]);
    },
    60_000 + 2_000 * more.length,
  );
});
