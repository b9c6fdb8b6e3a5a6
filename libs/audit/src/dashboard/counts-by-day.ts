import type { LocalDate } from '#italy';

/** How many there are from a day on. */
interface CountFrom {
  readonly day: LocalDate;
  readonly count: number;
}

/** Counts of things that stand in a cell for some days, asked for by day: what they cost does not depend on how many things there are. */
export class CountsByDay {
  readonly #changes = new Map<string, Map<LocalDate, number>>();
  readonly #counts = new Map<string, readonly CountFrom[]>();

  /**
   * One more thing in a cell. To be done before anything is asked.
   * @param until first day on which it is there no longer; without end when absent
   */
  add(cell: string, from: LocalDate, until?: LocalDate): void {
    this.#change(cell, from, 1);
    if (until !== undefined) this.#change(cell, until, -1);
  }

  /** How many there are in a cell at the end of a day. */
  on(cell: string, day: LocalDate): number {
    const counts = this.#counts.get(cell) ?? this.#summed(cell);
    let [low, high] = [0, counts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((counts[middle]?.day ?? '') <= day) low = middle + 1;
      else high = middle;
    }
    return counts[low - 1]?.count ?? 0;
  }

  #change(cell: string, day: LocalDate, by: 1 | -1): void {
    const changes = this.#changes.get(cell) ?? new Map<LocalDate, number>();
    this.#changes.set(cell, changes.set(day, (changes.get(day) ?? 0) + by));
  }

  #summed(cell: string): readonly CountFrom[] {
    const changes = this.#changes.get(cell);
    if (!changes) return [];
    let count = 0;
    const counts = [...changes]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([day, by]): CountFrom => ({ day, count: (count += by) }));
    this.#counts.set(cell, counts);
    this.#changes.delete(cell);
    return counts;
  }
}
