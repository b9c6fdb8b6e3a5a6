/** Milliseconds since something. */
export interface Clocks {
  /** Of the wall: may be set, also back. */
  readonly wall: () => number;
  /** Never goes back, and may stand still while the machine sleeps. */
  readonly steady: () => number;
}

const CLOCKS: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/** @returns tells how many milliseconds have passed since, at the most: whichever clock went further counts */
export function startStopwatch({ wall, steady }: Clocks = CLOCKS): () => number {
  const [wallThen, steadyThen] = [wall(), steady()];
  return () => Math.max(wall() - wallThen, steady() - steadyThen);
}
