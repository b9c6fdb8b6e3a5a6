import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import type { Mode } from '../../domain/vocabulary.ts';
import { agendaDirectory } from '../agenda-directory.ts';
import { alternativesForEach, USUAL_KM } from './alternatives.ts';
import { daysAheadOf } from './days-ahead.ts';
import { municipalityOf, type Sought } from './search.ts';
import { toldAlternatives } from './told-alternative.ts';

/** Most places that are named to somebody, or for somebody, whose appointment was displaced. */
export const MOST_NAMED = 5;

/** What somebody had booked. */
interface Displaced {
  readonly agendaId: string;
  readonly serviceLine: string;
  readonly serviceId: string;
  readonly mode: Mode;
  readonly units: number;
}

/**
 * Where else people would be received whose appointments were displaced: the nearest free places of the same service line and
 * mode, by date, then by kilometres from the agenda where they were to come. What is free is read once for all of them, and
 * those who had booked the same in the same town are answered the same.
 * @param taker by whom they would be booked, and when
 * @returns one list for each, in their order
 * @throws SystemError as the reader does
 */
export async function alternativesOfDisplaced(
  reader: ProjectionReader,
  displaced: readonly Displaced[],
  taker: Pick<Sought, 'internal' | 'now' | 'isStillOpen'>,
  read?: ReadOptions,
) {
  if (displaced.length === 0) return [];
  const free = await daysAheadOf(reader).read(reader, taker.now, read);
  const seen = { minPosition: free.position, logId: free.logId };
  const { documents } = await reader.getMany(agendaDirectory, [...new Set(displaced.map(idOf))], seen);
  const towns = new Map(
    documents.map(({ agendaId, municipality, province }) => [agendaId, municipalityOf({ municipality, province })]),
  );
  const usual = { ...taker, withinKm: USUAL_KM, limit: MOST_NAMED };
  const each = await alternativesForEach(
    free,
    displaced.map(({ agendaId, serviceLine, serviceId, mode, units }) => ({
      ...{ ...usual, serviceLine, serviceId, mode, units, near: towns.get(agendaId) },
    })),
  );
  // Others may have read on meanwhile: what was found is not older than this.
  const until = await daysAheadOf(reader).read(reader, taker.now, seen);
  const told = (await toldAlternatives(reader, each.flat(), until)).values();
  return each.map((one) => [...told.take(one.length)]);
}

function idOf({ agendaId }: Displaced): string {
  return agendaId;
}
