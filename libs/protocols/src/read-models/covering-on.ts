import { dayAfter, type LocalDate } from '#italy';
import {
  factsOn,
  seenFrom,
  stepsOf,
  withoutRepeats,
  type KnownThing,
  type Outlook,
  type Step,
  type Steps,
} from '#use-cases';
import { isSuspendedByProtocolsAlone } from '#service-points/domain';
import { LATEST } from '#use-cases/dated';
import type { ProtocolOnDate } from './dated-protocols.ts';

/** What of a protocol says which points it covers, and lets receive people. */
type Covering = Pick<ProtocolOnDate, 'state'> & {
  readonly [Field in 'points' | 'kinds' | 'removed' | 'renewedBy']?: ProtocolOnDate[Field] | undefined;
};

/** How a protocol stands on a day, with what is to come until then; undefined where it is not there. */
type ProtocolsOnDay = (protocolId: string) => Covering | undefined;

/** How a protocol covers points from some days on, with what is to come. */
export type CoveringSteps = Steps<Covering>;

/**
 * How a protocol covers points, day by day, with what is to come.
 * @param protocol as it is known
 */
export function coveringSteps(protocol: KnownThing<ProtocolOnDate>): CoveringSteps {
  const expected = protocol.withToCome();
  return stepsOf(expected, ({ state, points, kinds, removed, renewedBy }) => ({
    ...{ state, points, kinds, removed, renewedBy },
  }));
}

/** What of a point says whether a protocol has to cover it; one that no protocol ever covered names none. */
interface Covered {
  readonly state: string;
  readonly kind?: string | undefined;
  readonly protocolId?: string | undefined;
  /** For which reasons it is suspended. */
  readonly suspendedFor?: readonly string[] | undefined;
}

/** What protocols make of a point on a day that lies ahead, where that is not what its own facts tell. */
interface UnderProtocols {
  readonly state?: 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED';
  /** The one that covers it then: that of its own facts, or one that renews it. */
  readonly protocolId?: string;
}

/** States of a point that last no longer than a protocol covers it. */
const NEEDS_COVERAGE: ReadonlySet<string> = new Set(['ACTIVE', 'SUSPENDED']);

/**
 * What protocols make of a point on a day that lies ahead, as far as that is set: the one that covers it as far as its own
 * facts tell, and those that renew it, one after the other. This one rule decides what audits, dashboards and distances
 * tell of such a day.
 * @param facts its own, as they are expected for that day
 */
export function underProtocols(
  pointId: string,
  { state, kind, protocolId, suspendedFor }: Covered,
  on: ProtocolsOnDay,
): UnderProtocols {
  if (protocolId === undefined || !NEEDS_COVERAGE.has(state)) return {};
  const passed = new Set<string>();
  for (let id: string | undefined = protocolId; id !== undefined && !passed.has(id);) {
    passed.add(id);
    const protocol = on(id);
    if (!protocol) return ENDED;
    const { removed, points, renewedBy } = protocol;
    const isNamed = id === protocolId ? !removed?.includes(pointId) : points?.includes(pointId);
    if (!isNamed) return ENDED;
    const isKindCovered = protocol.kinds?.some((one) => one === kind) ?? false;
    if (protocol.state === 'IN_FORCE' && isKindCovered) {
      return { protocolId: id, ...(isSuspendedByProtocolsAlone({ state, suspendedFor }) ? { state: 'ACTIVE' } : {}) };
    }
    if (protocol.state === 'IN_FORCE' || protocol.state === 'SUSPENDED') return { protocolId: id, state: 'SUSPENDED' };
    id = protocol.state === 'RENEWED' && renewedBy?.points.includes(pointId) ? renewedBy.protocolId : undefined;
  }
  return ENDED;
}

const ENDED = { state: 'DEACTIVATED' } as const;

/**
 * How a point stands from day to day: up to the last day known by its own facts, and after it as is set, also by the
 * protocols that are to cover it.
 * @param lastKnown the last day that facts tell of
 */
export function stepsUnderProtocols<Facts extends Covered>(
  { id: pointId, outlook }: { readonly id: string; readonly outlook: Outlook<Facts> },
  lastKnown: LocalDate,
  coveringOf: (protocolId: string) => CoveringSteps | undefined,
): Steps<Facts> {
  const own = seenFrom(outlook, lastKnown);
  const ahead = dayAfter(lastKnown);
  const expected = own.filter((_step, index) => (own[index + 1]?.from ?? LATEST) > ahead);
  const covered = expected.flatMap(({ facts }) => (facts && NEEDS_COVERAGE.has(facts.state) ? facts : []));
  const protocols = inSight(covered, coveringOf);
  if (protocols.length === 0) return own;
  const days = [own, ...protocols].flatMap((steps) => steps.map(({ from }) => from)).filter((day) => day > ahead);
  const under = [...new Set([ahead, ...days])].sort().map((from): Step<Facts> => {
    const facts = factsOn(own, from);
    // Of a protocol that nobody knows, nothing says that it ends.
    const isKnown = facts?.protocolId !== undefined && coveringOf(facts.protocolId) !== undefined;
    const made = isKnown ? underProtocols(pointId, facts, (id) => factsOn(coveringOf(id) ?? [], from)) : {};
    return { from, facts: facts && { ...facts, ...made } };
  });
  return withoutRepeats([...own.filter(({ from }) => from <= lastKnown), ...under]);
}

/** How the protocols cover points that these name, and all those that renew them. */
function inSight(
  points: readonly Covered[],
  coveringOf: (protocolId: string) => CoveringSteps | undefined,
): readonly CoveringSteps[] {
  const found: CoveringSteps[] = [];
  // Those that are added on the way have their turn as well.
  const ids = new Set(points.flatMap(({ protocolId }) => protocolId ?? []));
  for (const id of ids) {
    const steps = coveringOf(id) ?? [];
    found.push(steps);
    for (const { facts } of steps) if (facts?.renewedBy) ids.add(facts.renewedBy.protocolId);
  }
  return found;
}
