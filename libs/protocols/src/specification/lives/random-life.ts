import { differences } from './differences.ts';
import { randomActs } from './random-acts.ts';
import { randomWorld, type LifeStores, type World } from './random-world.ts';

/**
 * Two protocols and two points of which random acts are recorded. Whenever policies have come to all of it, all of it stands on every day
 * that has come as the facts have it by their days.
 * @param steps acts, at most
 * @returns what was done, how often each was accepted, and where it stands otherwise
 */
export async function randomLife(
  { seed, steps }: { readonly seed: number; readonly steps: number },
  stores: LifeStores,
) {
  const world = await randomWorld(seed, stores);
  const act = randomActs(world);
  world.letDaysGoBy(world.below(120));
  let differing: readonly string[] = [];
  for (let step = 0; step < steps && differing.length === 0; step += 1) {
    // Most of what is drawn is refused: another one is, then.
    const before = acceptedOf(world);
    for (let draws = 0; draws < 5 && acceptedOf(world) === before; draws += 1) await act();
    // Policies may have come to nothing yet, to some of it, or to all.
    if (world.below(3) === 0) continue;
    await world.follow(world.work);
    differing = await differences(world);
  }
  const { done, accepted } = world;
  return { accepted, differing: differing.length === 0 ? [] : [`seed ${seed}`, ...done, ...differing.slice(0, 5)] };
}

function acceptedOf({ accepted }: World): number {
  return [...accepted.values()].reduce((sum, times) => sum + times, 0);
}
