import { chordSquared, directionOf, distanceKm, kilometresOf, municipalities } from '#italy';
import { Distances } from './nearest.ts';

describe('the nearest place of each municipality', () => {
  const distances = new Distances(municipalities());
  /** Some places, the same in every run. */
  const some = (count: number, step: number): number[] => [
    ...new Set(Array.from({ length: count }, (_, n) => (n * step + 17) % municipalities().length)),
  ];

  it.each([
    ['few places', some(3, 2_000)],
    ['many', some(600, 13)],
    ['one in each', municipalities().map((_, index) => index)],
  ])('is the one that looking at every place finds: %s', (_case, places) => {
    const { chords, places: found } = distances.nearest(places);
    const directions = municipalities().map(directionOf);
    for (let index = 0; index < directions.length; index += 97) {
      const all = places.map((place) => chordSquared(directions[index]!, directions[place]!));
      expect(chords[index]).toBe(Math.min(...all));
      expect(places).toContain(found[index]);
    }
  });

  it('is none where there is no place at all, and itself where there is one', () => {
    expect(distances.nearest([]).chords[0]).toBe(Infinity);
    expect(distances.nearest([]).places[0]).toBe(-1);
    const roma = distances.indexOf('H501')!;
    const { chords, places } = distances.nearest([roma, distances.indexOf('F205')!]);
    expect([chords[roma], places[roma]]).toEqual([0, roma]);
    const napoli = distances.indexOf('F839')!;
    const way = distanceKm(municipalities()[napoli]!, municipalities()[roma]!);
    expect(kilometresOf(chords[napoli]!)).toBeCloseTo(way, 6);
  });
});
