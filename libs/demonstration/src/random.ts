import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Choices that look random and are the same for the same seed. */
export class Random {
  readonly #generator: RandomGenerator;

  /** @param seed a 32-bit integer */
  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  /** True with this probability (0 to 1). */
  chance(probability: number): boolean {
    return uniformFloat64(this.#generator) < probability;
  }

  /** One of the options, which must not be empty. */
  pick<T>(options: readonly T[]): T {
    return options[this.integer(0, options.length - 1)] as T;
  }
}
