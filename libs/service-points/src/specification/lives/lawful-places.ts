import type { LocalDate } from '#italy';

/** That a point stands in a province from a day on. */
export interface Relocation {
  readonly on: LocalDate;
  readonly province: string;
}

interface Relocated {
  readonly requestedIn: string;
  readonly relocations: readonly { readonly fact: Relocation }[];
}

/** Where a point stands on a day, by all its relocations, of one day one at most (T4). */
export function lawfulPlace({ requestedIn, relocations }: Relocated, day: LocalDate): string {
  const past = relocations.map(({ fact }) => fact).filter(({ on }) => on <= day);
  return past.toSorted((one, other) => (one.on < other.on ? -1 : 1)).at(-1)?.province ?? requestedIn;
}
