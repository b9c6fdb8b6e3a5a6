import { chordSquared, directionOf, type Direction, type Municipality } from '#italy';

/** A municipality as distances are computed: where it lies, seen from the centre of the earth. */
interface Site {
  readonly index: number;
  readonly direction: Direction;
}

/** For each municipality, in their order: how far the nearest of some places is, and which that is. */
export interface Nearest {
  /** Square of the chord; infinite where there is no place at all. */
  readonly chords: Float64Array;
  /** Index of the municipality in which the nearest place stands; -1 where there is none. */
  readonly places: Int32Array;
}

/** Municipalities with what distances between them are computed from, once. */
export class Distances {
  readonly directions: readonly Direction[];
  readonly #indexes: ReadonlyMap<string, number>;

  constructor(readonly municipalities: readonly Municipality[]) {
    this.directions = municipalities.map(directionOf);
    this.#indexes = new Map(municipalities.map(({ code }, index) => [code, index]));
  }

  /** @returns undefined for a code of none of them */
  indexOf(code: string): number | undefined {
    return this.#indexes.get(code);
  }

  /**
   * The nearest place of each municipality. Places are looked at from its own height to the north and to the south, until the
   * step along that axis alone is longer than the way to the best: of a dense network a few are looked at for each.
   * @param places indexes of the municipalities in which there is one; each once
   */
  nearest(places: readonly number[]): Nearest {
    const sites = places
      .map((index): Site => ({ index, direction: this.directionAt(index) }))
      .sort((a, b) => a.direction[2] - b.direction[2]);
    const chords = new Float64Array(this.municipalities.length).fill(Infinity);
    const found = new Int32Array(this.municipalities.length).fill(-1);
    for (const [index, from] of this.directions.entries()) {
      const start = firstAtOrAbove(sites, from[2]);
      let best = Infinity;
      let nearest = -1;
      const looksOn = (site: Site | undefined): site is Site => {
        if (!site) return false;
        const step = site.direction[2] - from[2];
        if (step * step > best) return false;
        const chord = chordSquared(from, site.direction);
        if (chord < best || (chord === best && site.index < nearest)) {
          best = chord;
          nearest = site.index;
        }
        return true;
      };
      for (let at = start; looksOn(sites[at]); at += 1);
      for (let at = start - 1; looksOn(sites[at]); at -= 1);
      chords[index] = best;
      found[index] = nearest;
    }
    return { chords, places: found };
  }

  directionAt(index: number): Direction {
    const direction = this.directions[index];
    if (!direction) throw new RangeError(`no municipality has the index ${index}`);
    return direction;
  }
}

function firstAtOrAbove(sites: readonly Site[], height: number): number {
  let [low, high] = [0, sites.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sites[middle]?.direction[2] ?? Infinity) < height) low = middle + 1;
    else high = middle;
  }
  return low;
}
