import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { livesFrom } from '#use-cases/specification';
import { randomLife } from '../specification/lives/random-life.ts';

const SEEDS = Array.from({ length: 20 }, (_each, index) => 1 + index);
/** More of them, from a seed on, by hand. */
const { RANDOM_LIVES = '0', RANDOM_LIVES_FROM = '1000' } = process.env;
const more = Array.from({ length: Number(RANDOM_LIVES) }, (_each, index) => Number(RANDOM_LIVES_FROM) + index);
/** What is tried of them; an act that is never accepted would try nothing. */
const ACTS = [
  ...['entry', 'entry withdrawn', 'older entry rectified', 'newer entry rectified'],
  ...['older', 'newer'].flatMap((name) => [
    ...[`${name} amendment`, `${name} amendment rectified`, `${name} suspension`, `${name} suspension rectified`],
    ...[`${name} suspension annulled`, `${name} termination`, `${name} termination rectified`],
  ]),
  ...['amendment withdrawn', 'termination withdrawn'],
  ...['activation', 'deactivation', 'suspension', 'resumption', 'change of kind'].flatMap((kind) => [
    ...[`point ${kind}`, `point ${kind} rectified`],
  ]),
  ...['point suspension annulled', 'point resumption annulled', 'point change of kind annulled'],
];

describe('T1, T2, P6, P7: a protocol, the one that renews it and their points stand on each day as their facts have it, recorded in any order, rectified and withdrawn', () => {
  it(
    'in random lives',
    async () => {
      const { acts, differing } = await livesFrom([...SEEDS, ...more], (seed) =>
        randomLife({ seed, steps: 30 }, { store: new MemoryEventStore(), work: new MemoryWorkStore() }),
      );
      expect(differing).toEqual([]);
      expect(acts).toEqual(ACTS.toSorted());
    },
    240_000 + 2_000 * more.length,
  );
});
