import { defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { PointKind } from '#vocabulary';

/** What a protocol must know of a point that it names. */
export interface NamedPoint {
  readonly status: string;
  readonly kind: PointKind;
  readonly hostId: string;
  readonly region: string;
}

/** What a protocol says of the points that it may hold. */
interface Holder {
  readonly region: string;
  readonly hostId: string;
  /** Kinds of point that it allows. */
  readonly kinds: readonly PointKind[];
}

/** What {@link requireHoldable} refuses. */
export const pointRefusals = defineRefusals({
  POINTS_NOT_REGISTERED: 'There are no points {points}: request them first, or correct the ids.',
  POINTS_OF_ANOTHER_REGION: 'The points {points} stand in another region: name points of region {region} alone.',
  POINTS_OF_ANOTHER_HOST: 'The points {points} stand at another host: name points of the host {host} alone.',
  POINTS_DECLINED: 'The points {points} were declined: leave them out, or request others.',
  POINTS_OF_ANOTHER_KIND: 'The points {points} are of a kind that is not among {kinds}: allow it, or leave them out.',
});

/**
 * A protocol names points that exist, of one host in one region, and of the kinds that it allows (INPS circolare
 * 119/2011). What stands in another region is told nothing of but that.
 * @param points by id, as their own streams have them
 * @throws DomainError POINTS_NOT_REGISTERED | POINTS_OF_ANOTHER_REGION | POINTS_OF_ANOTHER_HOST | POINTS_DECLINED |
 *   POINTS_OF_ANOTHER_KIND, each naming all points that it is about
 */
export function requireHoldable(
  points: ReadonlyMap<string, NamedPoint | undefined>,
  { region, hostId, kinds }: Holder,
): void {
  const those = (wrong: (point: NamedPoint) => boolean): string[] =>
    [...points].flatMap(([id, point]) => (point && wrong(point) ? [id] : []));
  const unknown = [...points].flatMap(([id, point]) => (point ? [] : [id]));
  if (unknown.length > 0) throw pointRefusals.POINTS_NOT_REGISTERED({ points: unknown });
  const elsewhere = those((point) => point.region !== region);
  if (elsewhere.length > 0) throw pointRefusals.POINTS_OF_ANOTHER_REGION({ points: elsewhere, region });
  const ofOthers = those((point) => point.hostId !== hostId);
  if (ofOthers.length > 0) throw pointRefusals.POINTS_OF_ANOTHER_HOST({ points: ofOthers, host: hostId });
  const declined = those(({ status }) => status === 'DECLINED');
  if (declined.length > 0) throw pointRefusals.POINTS_DECLINED({ points: declined });
  const ofOtherKind = those(({ kind }) => !kinds.includes(kind));
  if (ofOtherKind.length > 0) throw pointRefusals.POINTS_OF_ANOTHER_KIND({ points: ofOtherKind, kinds });
}

/** So many points are named in a refusal. */
const MOST_NAMED = 20;

/** What {@link requireKindsOfActive} refuses. */
export const takingOverRefusals = defineRefusals({
  POINTS_OF_KIND_NOT_COVERED:
    'On {effectiveDate} {count} points that it takes over are of a kind that is not among {kinds}, {points} among them: change their kind first, or conclude a renewal that allows it.',
});

/**
 * A protocol takes over points of the kinds alone that it allows. Those without activity then are looked at once they begin.
 * @param points by id, each as it stands on a day
 * @param effectiveDate first day in force, which may lie ahead
 * @throws DomainError POINTS_OF_KIND_NOT_COVERED, naming up to 20 of them
 */
export function requireKindsOfActive(
  points: ReadonlyMap<string, (day: LocalDate) => Pick<NamedPoint, 'status' | 'kind'> | undefined>,
  kinds: readonly PointKind[],
  effectiveDate: LocalDate,
): void {
  const others = [...points].flatMap(([id, on]) => {
    const point = on(effectiveDate);
    const isActive = point?.status === 'ACTIVE' || point?.status === 'SUSPENDED';
    return isActive && !kinds.includes(point.kind) ? [id] : [];
  });
  if (others.length === 0) return;
  const named = others.slice(0, MOST_NAMED);
  throw takingOverRefusals.POINTS_OF_KIND_NOT_COVERED({ effectiveDate, kinds, count: others.length, points: named });
}
