import { addDays, type LocalDate } from '#italy';
import { randomNumbers } from '#use-cases/specification';
import { rectifyPuntoCliente } from '../../use-cases/rectify-punto-cliente.ts';
import { relocatePuntoCliente } from '../../use-cases/relocate-punto-cliente.ts';
import type { Relocation } from './lawful-places.ts';
import { as, because, correction, type LifeUnderWay, type Recorded } from './life-under-way.ts';

/** Provinces of the region of the point, each with a municipality of it. */
const PLACES = [
  { province: '037', municipality: 'A944' },
  { province: '036', municipality: 'F257' },
  { province: '035', municipality: 'H223' },
  { province: '038', municipality: 'D548' },
] as const;

/** A relocation that was said never to have been, and the revision of that. */
type Undone = Recorded<Relocation> & { readonly by: number };

/**
 * Random relocations of the point, and their rectifications. They go by chance of their own: what else happens in a life is the same with
 * and without them.
 * @param seed of what is left to chance here
 */
export function actsOnPlace({ give, pointId, relocations, today, written, attempt }: LifeUnderWay, seed: number) {
  const below = randomNumbers(-seed - 1);
  const annulled: Undone[] = [];
  const taken = new Set<LocalDate>();
  const someDay = (): LocalDate => {
    const free = Array.from({ length: 60 }, (_each, back) => addDays(today(), -back)).filter((day) => !taken.has(day));
    const day = free[below(free.length)] ?? today();
    taken.add(day);
    return day;
  };
  const lastRevision = async (): Promise<number> => (await written.point()).at(-1)!.revision;
  let acts = 0;
  /** Each by an act of its own: what one act says never to have been at one instant is said once. */
  const rectify = (what: object) => {
    acts += 1;
    const act = { ...because.act, number: `${acts}/2026` };
    return give(rectifyPuntoCliente, { pointId, ...what, ...because, act } as never, as);
  };
  const relocate = async (): Promise<void> => {
    const place = PLACES[below(PLACES.length)]!;
    const relocatedOn = someDay();
    const address = { street: 'Via Nuova 1', postalCode: '40100' };
    const isTaken = await attempt('relocation', [place.province, relocatedOn], () =>
      give(relocatePuntoCliente, { pointId, ...place, address, relocatedOn }, as),
    );
    if (!isTaken) return;
    relocations.push({ fact: { on: relocatedOn, province: place.province }, revision: await lastRevision() });
  };
  const moveDay = async (): Promise<void> => {
    const one = relocations[below(relocations.length)];
    if (!one) return;
    const on = someDay();
    const what = { rectifies: one.revision, ...correction({ relocatedOn: on }) };
    if (await attempt('rectified relocation', [one.fact, on], () => rectify(what))) one.fact = { ...one.fact, on };
  };
  const annul = async (): Promise<void> => {
    const one = relocations[below(relocations.length)];
    if (!one) return;
    const what = { rectifies: one.revision, ...correction(undefined) };
    if (!(await attempt('annulled relocation', one.fact, () => rectify(what)))) return;
    relocations.splice(relocations.indexOf(one), 1);
    annulled.push({ ...one, by: await lastRevision() });
  };
  const restore = async (): Promise<void> => {
    const one = annulled.pop();
    if (!one) return;
    const what = { rectifies: one.by, ...correction(undefined) };
    if (await attempt('relocation after all', one.fact, () => rectify(what))) {
      relocations.push({ fact: one.fact, revision: one.revision });
    }
  };
  const often = [relocate, relocate, relocate, moveDay, moveDay, annul, restore];
  return {
    /** Now and then, beside another act. */
    sometimesRelocate: async (): Promise<void> => {
      if (below(3) === 0) await often[below(often.length)]!();
    },
  };
}
