import { puntoCliente } from '#service-points';
import { protocolLife } from '../domain/protocol-life.ts';
import type { Protocol } from '../domain/protocol-state.ts';
import { DURATION, ENTERED, randomActs, type LifeStores } from './random-acts.ts';
import { isInForce, lawfulDays, POINT_NAMES } from './lawful-days.ts';

/** Before the protocol was signed. */
const FIRST_DAY = '2026-02-20';

type Acts = Awaited<ReturnType<typeof randomActs>>;

/**
 * A protocol of which random acts are recorded, and which its points follow. Whenever policies have come to all of it, it stands on every
 * day that has come as its facts have it by their days, and so do the days that it covers its points, and the activity of the first one.
 * @param steps acts, at most
 * @returns what was done, how often each was accepted, and where it stands otherwise
 */
export async function randomLife(
  { seed, steps }: { readonly seed: number; readonly steps: number },
  stores: LifeStores,
) {
  const acts = await randomActs(seed, stores);
  let differing: readonly string[] = [];
  for (let step = 0; step < steps && differing.length === 0; step += 1) {
    await acts.act();
    if (await acts.sometimesFollowed()) differing = await differences(acts);
  }
  const { done, accepted } = acts;
  return { accepted, differing: differing.length === 0 ? [] : [`seed ${seed}`, ...done, ...differing.slice(0, 5)] };
}

async function differences({ executor, coverage, ids, truth, today, life }: Acts): Promise<readonly string[]> {
  const written = await life();
  const [first, second] = [await coverage(ids.first), await coverage(ids.second)];
  const claims = { first, second };
  const facts = truth.known.map(({ fact }) => fact);
  const lawful = lawfulDays(
    { enteredOn: truth.enteredOn, durationMonths: DURATION, facts },
    { from: FIRST_DAY, until: today() },
  );
  let isEnded = false;
  const told = lawful.map(({ day, status, points }) => {
    const covered = isInForce(status) ? POINT_NAMES.filter((name) => points.includes(name)) : [];
    const hasBegun = day >= ENTERED && status !== 'SIGNED';
    // It was activated once: what has ended it by law has ended it for good.
    isEnded ||= hasBegun && !covered.includes('first');
    const activity = hasBegun && !isEnded ? (status === 'SUSPENDED' ? 'SUSPENDED' : 'ACTIVE') : 'NONE';
    return { day, lawfully: `${status} of ${points.join()}, covers ${covered.join()}, first ${activity}` };
  });
  return executor.look(puntoCliente, ids.first, (point) =>
    told.flatMap(({ day, lawfully }) => {
      const { status, points } = protocolLife.judgedOn(written, day) as Protocol;
      const named = POINT_NAMES.filter((name) => points.includes(ids[name]));
      const covered = POINT_NAMES.filter((name) => claims[name].some(({ from, until }) => from <= day && day < until));
      const activity = puntoCliente.judgedOn(point, day).status;
      const has = activity === 'ACTIVE' || activity === 'SUSPENDED' ? activity : 'NONE';
      const stands = `${status} of ${named.join()}, covers ${covered.join()}, first ${has}`;
      return stands === lawfully ? [] : [`${day}: ${stands}; lawfully ${lawfully}`];
    }),
  );
}
