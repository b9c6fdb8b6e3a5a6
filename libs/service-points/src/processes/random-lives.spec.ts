import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { livesFrom } from '#use-cases/specification';
import { randomLife } from '../specification/lives/random-lives.ts';

const SEEDS = [
  40_122, 40_191, 40_451, 20_302, 20_331, 5014, 80_018, 80_383, 61_065, 100_361, 200_215, 200_776, 1, 2, 3, 4, 5, 6, 7,
  8, 9,
];
/** More of them, from a seed on, by hand. */
const { RANDOM_LIVES = '0', RANDOM_LIVES_FROM = '1000' } = process.env;
const more = Array.from({ length: Number(RANDOM_LIVES) }, (_each, index) => Number(RANDOM_LIVES_FROM) + index);

describe('K6, K7, T1, T2, T4: a point and those who are authorised on it stand on each day as their facts have it, each in its province, recorded in any order and rectified', () => {
  it(
    'in random lives',
    async () => {
      const { acts, differing } = await livesFrom([...SEEDS, ...more], (seed) =>
        randomLife({ seed, steps: 32 }, { store: new MemoryEventStore(), work: new MemoryWorkStore() }),
      );
      expect(differing).toEqual([]);
      expect(acts).toEqual([
        ...['activation', 'annulled', 'annulled of an authorisation', 'annulled relocation', 'change of kind', 'end'],
        ...['grant', 'rectified activation', 'rectified end', 'rectified entry', 'rectified grant'],
        ...['rectified of an authorisation', 'rectified of the point', 'rectified relocation'],
        ...['rectified termination', 'relocation', 'relocation after all', 'reopening', 'resumption'],
        ...['review', 'revocation', 'stop', 'suspended protocol', 'suspension', 'terminated protocol'],
        'withdrawal by review',
      ]);
    },
    60_000 + 2_000 * more.length,
  );
});
