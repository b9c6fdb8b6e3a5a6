import { nextTurn, type ProjectionReader, type ReadFrom, type ReadOptions } from '#kernel/execution';
import { distanceKm, type Municipality } from '#italy';
import { daysAheadOf, type FreeDays } from './days-ahead.ts';
import type { FreeSlotOfDay, KeptDay } from './kept-day.ts';
import { firstFree, inOrder, municipalityOf, type Sought } from './search.ts';

/** A free slot elsewhere, and how far it is. */
export interface Alternative {
  readonly slot: FreeSlotOfDay;
  /** Great-circle distance between the two municipalities, kilometres; a mode in which nobody comes has none. */
  readonly km: number | undefined;
}

/** So far people are sent who do not say how far they would go, kilometres. */
export const USUAL_KM = 50;

/** What is looked for in another's stead. */
export interface AlternativesSought extends Omit<Sought, 'region' | 'province' | 'municipality' | 'agendaIds'> {
  /** From where distances are counted; undefined where nobody knows: then the order is that of time. */
  readonly near: Municipality | undefined;
  /** Farther ones are left out, where people come in person; kilometres. */
  readonly withinKm: number;
  /** Most of them. */
  readonly limit: number;
}

/**
 * The nearest alternatives: of each agenda of the line that offers the mode its first free slot, by date, then by
 * kilometres, then by time. As exact as availability is: what is answered may be taken, as of the position of the answer.
 * @throws SystemError as the reader does
 */
export async function alternativesFor(
  reader: ProjectionReader,
  sought: AlternativesSought,
  read?: ReadOptions,
): Promise<ReadFrom & { readonly alternatives: readonly Alternative[] }> {
  const free = await daysAheadOf(reader).read(reader, sought.now, read);
  const { build, position, logId } = free;
  return { build, position, logId, alternatives: alternativesIn(free, sought) };
}

/** The nearest alternatives among what is free, in the order of {@link alternativesFor}. */
export function alternativesIn(
  free: FreeDays,
  { near, withinKm, limit, ...sought }: AlternativesSought,
): readonly Alternative[] {
  const isComeTo = sought.mode === 'IN_PERSON' && near !== undefined;
  const distances = new Map<string, number>();
  const kmTo = (day: KeptDay): number | undefined => {
    const there = isComeTo ? municipalityOf(day) : undefined;
    if (!near || !there) return undefined;
    const known = distances.get(there.code) ?? distanceKm(near, there);
    distances.set(there.code, known);
    return known;
  };
  return firstFree(free, sought)
    .map((slot) => ({ slot, km: kmTo(slot.day) }))
    .filter(({ km }) => !isComeTo || (km !== undefined && km <= withinKm))
    .sort((a, b) => byDate(a, b) || (a.km ?? 0) - (b.km ?? 0) || inOrder(a.slot, b.slot))
    .slice(0, limit);
}

/**
 * The nearest alternatives for each of several who look, in their order: those who look for the same near the same town are
 * answered the same. One may have to look through thousands of agendas, so each has a turn of the event loop of its own.
 */
export async function alternativesForEach(
  free: FreeDays,
  each: readonly AlternativesSought[],
): Promise<readonly (readonly Alternative[])[]> {
  const known = new Map<string, readonly Alternative[]>();
  const found: (readonly Alternative[])[] = [];
  for (const sought of each) {
    const { near, serviceId, serviceLine, mode, units } = sought;
    const same = JSON.stringify([near?.code, serviceLine, serviceId, mode, units]);
    let alternatives = known.get(same);
    if (!alternatives) {
      if (known.size > 0) await nextTurn();
      known.set(same, (alternatives = alternativesIn(free, sought)));
    }
    found.push(alternatives);
  }
  return found;
}

function byDate({ slot: a }: Alternative, { slot: b }: Alternative): number {
  return a.day.date === b.day.date ? 0 : a.day.date < b.day.date ? -1 : 1;
}
