import type { Held, Standing } from '#kernel/ports';

/** What was looked up is as the file has it for as long as it is kept in memory. */
export class Kept<T> implements Held<T> {
  readonly value: T;
  readonly standing: Standing = { stands: true };

  constructor(value: T) {
    this.value = value;
  }
}

/** To be called when something is no longer kept. */
export function drop({ standing }: Held<unknown>): void {
  (standing as { stands: boolean }).stands = false;
}
