import { LRUCache } from 'lru-cache';
import { municipalities, type LocalDate } from '#italy';
import { Distances, type Nearest } from '../domain/nearest.ts';
import type { Presences } from './presence-reader.ts';
import { isThereOn, type Presence } from '../read-models/presences.ts';

/** Which seats and points a question counts, and on which day. */
export interface Counted {
  readonly on: LocalDate;
  /** Kinds that count; all when absent. */
  readonly kinds: ReadonlySet<string> | undefined;
}

/** The seats and points of a day, and how far each municipality is from them. */
export interface Reach {
  readonly distances: Distances;
  readonly nearest: Nearest;
  /** Those that count, by the index of the municipality in which they stand. */
  readonly byPlace: ReadonlyMap<number, readonly Presence[]>;
  /** How many count on that day. */
  readonly counted: number;
  /** How many of them stand in a municipality that nobody said, or that the table does not know. */
  readonly withoutPlace: number;
}

/** Answers that are kept: each is a hundred kilobytes. */
const KEPT = 64;

let distances: Distances | undefined;

/** Works out how far municipalities are from seats and points; the same question about the same network once. */
export class Reaches {
  readonly #kept = new LRUCache<string, Reach>({ max: KEPT });
  #network: Presences['presences'] | undefined;

  of({ presences }: Pick<Presences, 'presences'>, counted: Counted): Reach {
    if (this.#network !== presences) {
      this.#kept.clear();
      this.#network = presences;
    }
    const kinds = counted.kinds ? [...counted.kinds].sort() : null;
    const key = JSON.stringify([counted.on, kinds]);
    const known = this.#kept.get(key);
    if (known) return known;
    const reach = reachOf(presences, counted);
    this.#kept.set(key, reach);
    return reach;
  }
}

/** How far each municipality is from the seats and points that count on a day. */
export function reachOf(presences: readonly Presence[], { on, kinds }: Counted): Reach {
  distances ??= new Distances(municipalities());
  const byPlace = new Map<number, Presence[]>();
  let counted = 0;
  let withoutPlace = 0;
  for (const presence of presences) {
    if (!isThereOn(presence, on) || (kinds && !kinds.has(presence.kind))) continue;
    counted += 1;
    const place = presence.municipality === undefined ? undefined : distances.indexOf(presence.municipality);
    if (place === undefined) withoutPlace += 1;
    else byPlace.set(place, [...(byPlace.get(place) ?? []), presence]);
  }
  return { distances, nearest: distances.nearest([...byPlace.keys()]), byPlace, counted, withoutPlace };
}
