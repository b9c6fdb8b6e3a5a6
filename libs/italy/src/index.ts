export * from './day-bounds.ts';
export * from './fiscal-code.ts';
export * from './instant.ts';
export * from './local-time.ts';
export * from './names-person.ts';
export * from './rome-day.ts';
export * from './spoken.ts';
export { withoutGaps } from './without-gaps.ts';
export { withoutHexadecimals } from './without-hexadecimals.ts';
export {
  chordSquared,
  chordSquaredOf,
  directionOf,
  distanceKm,
  kilometresOf,
  type Direction,
} from './territory/distance.ts';
export * from './territory/municipalities.ts';
export * from './territory/regions-and-provinces.ts';
