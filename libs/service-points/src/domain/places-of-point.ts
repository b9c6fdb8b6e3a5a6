import type { LocalDate } from '#italy';
import { puntoClienteLife, type LivedPoint } from './punto-cliente.ts';

/** In which province a point stands from a day on. */
export interface PlaceOfPoint {
  readonly from: LocalDate;
  readonly province: string;
}

/** Where a point stood, in legal order: the first place is that of its request (T4). */
export function placesOf({ life }: Pick<LivedPoint, 'life'>): readonly PlaceOfPoint[] {
  return puntoClienteLife.facts(life).flatMap(({ event, on: from, counts }) => {
    const isPlaced = event.type === 'PuntoClienteRequested' || event.type === 'PuntoClienteRelocated';
    return counts && isPlaced ? [{ from, province: event.data.province }] : [];
  });
}

/** @returns undefined where nothing is known of the point */
export function provinceOn(places: readonly PlaceOfPoint[], date: LocalDate): string | undefined {
  return (places.findLast(({ from }) => from <= date) ?? places[0])?.province;
}
