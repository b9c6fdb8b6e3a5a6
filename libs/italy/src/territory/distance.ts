/** A place on the surface of the earth: degrees, WGS84. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the earth (IUGG), in kilometres. */
const EARTH_RADIUS_KM = 6371.0088;

/** A place as a unit vector from the centre of the earth: the chord between two tells their distance. */
export type Direction = readonly [x: number, y: number, z: number];

/** Where a place lies, seen from the centre of the earth. */
export function directionOf({ latitude, longitude }: Place): Direction {
  const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

/** The square of the chord between two directions: it grows with the distance, and costs no trigonometry. */
export function chordSquared(a: Direction, b: Direction): number {
  const [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  return x * x + y * y + z * z;
}

/**
 * The way along the great circle that a chord stands for.
 * @param squared as {@link chordSquared} gives it
 * @returns kilometres
 */
export function kilometresOf(squared: number): number {
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(squared) / 2));
}

/**
 * The square of the chord of a distance.
 * @param kilometres up to half the way around the earth
 */
export function chordSquaredOf(kilometres: number): number {
  const half = Math.sin(kilometres / (2 * EARTH_RADIUS_KM));
  return 4 * half * half;
}

/** Great-circle distance between two places, in kilometres. */
export function distanceKm(a: Place, b: Place): number {
  return kilometresOf(chordSquared(directionOf(a), directionOf(b)));
}
