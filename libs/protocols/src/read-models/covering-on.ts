import type { LocalDate } from '#italy';
import { factsOn, stepsOf, type KnownThing, type Steps } from '#use-cases';
import type { ProtocolOnDate } from './dated-protocols.ts';

/** What of a protocol says which points it covers. */
type Covering = Pick<ProtocolOnDate, 'state'> & {
  readonly [Field in 'points' | 'removed' | 'renewedBy']?: ProtocolOnDate[Field] | undefined;
};

/** How a protocol stands on a day, with what is to come until then; undefined where there is none. */
type ProtocolsOnDay = (protocolId: string) => Covering | undefined;

/** How a protocol covers points from some days on, with what is to come. */
export type CoveringSteps = Steps<Covering>;

/**
 * How a protocol covers points, day by day.
 * @param protocol as it is known, with what is to come
 */
export function coveringSteps(protocol: KnownThing<ProtocolOnDate>): CoveringSteps {
  return stepsOf(protocol, ({ state, points, removed, renewedBy }) => ({ state, points, removed, renewedBy }));
}

/**
 * When a point is covered no longer, as far as that is set today, by the protocol that does now and those that renew it.
 * @param after a day on which it is
 * @returns first day on which no protocol covers it; undefined where none is in sight
 */
export function coveredUntil(
  { pointId, protocolId, after }: { readonly pointId: string; readonly protocolId: string; readonly after: LocalDate },
  coveringOf: (protocolId: string) => CoveringSteps | undefined,
): LocalDate | undefined {
  let day: LocalDate | undefined = after;
  for (let covering: string | undefined = protocolId; day !== undefined;) {
    const on: LocalDate = day;
    const found = coveringOn(pointId, covering, (id) => factsOn(coveringOf(id) ?? [], on));
    if (!found) return on > after ? on : undefined;
    covering = found.protocolId;
    day = coveringOf(covering)?.find(({ from }) => from > on)?.from;
  }
  return undefined;
}

/** Which protocol covers a point on a day that lies ahead. */
interface CoveringOn {
  readonly protocolId: string;
  readonly isSuspended: boolean;
}

/**
 * Which protocol covers a point on a day that lies ahead, as far as that is set today: the one that does today, or
 * those that renew it, one after the other.
 * @param protocolId the protocol that covers the point as far as its own facts tell
 * @returns undefined where none does
 */
export function coveringOn(pointId: string, protocolId: string, on: ProtocolsOnDay): CoveringOn | undefined {
  const passed = new Set<string>();
  for (let id: string | undefined = protocolId; id !== undefined && !passed.has(id);) {
    passed.add(id);
    const { state, removed, points, renewedBy }: Partial<Covering> = on(id) ?? {};
    const isNamed = id === protocolId ? !removed?.includes(pointId) : points?.includes(pointId);
    if (!isNamed) return undefined;
    if (state === 'IN_FORCE' || state === 'SUSPENDED') return { protocolId: id, isSuspended: state === 'SUSPENDED' };
    id = state === 'RENEWED' && renewedBy?.points.includes(pointId) ? renewedBy.protocolId : undefined;
  }
  return undefined;
}
