/** The points of a protocol that its successor covers, and others. */
interface HandedOver {
  /** Ids of the points that pass. */
  readonly points: string[];
  /** Ids of those that the successor covers and the older one does not, as is known. */
  readonly others?: string[] | undefined;
}

/**
 * What a protocol hands over to its successor (P6).
 * @param itsPoints ids of the points that the older one covers at its end
 * @param successorPoints ids of those that the newer one covers on its first day
 */
export function handedOver(itsPoints: readonly string[], successorPoints: readonly string[]) {
  const points = itsPoints.filter((pointId) => successorPoints.includes(pointId));
  const others = successorPoints.filter((pointId) => !itsPoints.includes(pointId));
  return { points, ...(others.length > 0 ? { others } : {}) };
}

/**
 * The points that pass by what is known now: with what an amendment of a day before, recorded since, has added to the older protocol,
 * and without what one has taken away (T1, P7).
 * @param itsPoints ids of the points that the older one covers at its end
 */
export function passing({ points, others = [] }: HandedOver, itsPoints: readonly string[]): string[] {
  return itsPoints.filter((pointId) => points.includes(pointId) || others.includes(pointId));
}
