import { addDays, type LocalDate } from '#italy';
import { lawfulActivity, type LawfulActivity } from './lawful-points.ts';
import { lawfulDays, type LawfulDay } from './lawful-protocols.ts';
import type { World } from './random-world.ts';
import { POINT_NAMES, type PointName, type ProtocolName, type TrueProtocol } from './true-facts.ts';

/** Before the protocols were signed. */
const FIRST_DAY = '2026-02-20';

/** How protocols and points stand by law on a day. */
export interface LawfulStand extends LawfulDay {
  readonly activity: Readonly<Record<PointName, LawfulActivity>>;
}

/**
 * How all of it stands by law, from before the signatures on, by what is known now.
 * @param ahead days after today
 */
export function asKnown(world: World, ahead = 0): readonly LawfulStand[] {
  const days = lawfulDays(trueProtocols(world), { from: FIRST_DAY, until: addDays(world.today(), ahead) });
  const [first, second] = POINT_NAMES.map((name) => {
    const facts = world.truth.points[name].map(({ fact }) => fact);
    return lawfulActivity(name, facts, days);
  });
  return days.map((day, index) => ({ ...day, activity: { first: first![index]!, second: second![index]! } }));
}

/**
 * Mostly a day that has come, on which something is so by what is known and of which nothing else was said; else any around today.
 */
export function dayWhere(
  world: World,
  is: (stand: LawfulStand) => boolean,
  { back, ahead }: { readonly back: number; readonly ahead: number },
): LocalDate {
  const days = world.below(4) === 0 ? [] : asKnown(world).slice(-back).filter(is);
  return world.dayOf(days.map(({ day }) => day)) ?? world.someDay(back, ahead);
}

function trueProtocols({ truth: { protocols } }: World): Readonly<Record<ProtocolName, TrueProtocol>> {
  const known = ({ facts, ...protocol }: World['truth']['protocols'][ProtocolName]): TrueProtocol => ({
    ...protocol,
    facts: facts.map(({ fact }) => fact),
  });
  return { older: known(protocols.older), newer: known(protocols.newer) };
}
