import { isAfter, isPosition, START, type Position } from '#kernel/domain';

/** No log comes to it: servers mean by it that they know of no place. */
const LARGEST = String(2n ** 63n - 1n);

/**
 * What a server announces of the places that one subscription has come to, and how much of it can be believed. Up to
 * 24.10.4 a place may be none at all (2^64 - 1), and 25.0.0 announces the place of the next event, which may not have
 * been delivered, or not even been written. So a place counts once the same subscription has gone beyond it: servers
 * deliver in order, and whatever lies there has come by then, if it was to be delivered.
 */
export class AnnouncedPlaces {
  #last: Position = START;
  #passed: Position = START;

  /** Everything up to here was delivered or passed over; START when nobody can tell. */
  get passed(): Position {
    return this.#passed;
  }

  /** @param place as the server gives it, which may be no position */
  announce(place: string): void {
    if (!isPosition(place) || !isAfter(LARGEST, place)) return;
    if (!isAfter(place, this.#last)) return;
    this.#passed = this.#last;
    this.#last = place;
  }
}
