import { isDeepStrictEqual } from 'node:util';
import type { LocalDate } from '#italy';
import { EXPECTING, momentOfDay, type DatedThing, type Moment } from '#use-cases';
import { datedProtocols, type ProtocolOnDate } from './dated-protocols.ts';

/** What of a protocol says which points it covers. */
type Covering = Pick<ProtocolOnDate, 'state'> & {
  readonly [Field in 'points' | 'removed' | 'renewedBy']?: ProtocolOnDate[Field] | undefined;
};

/** How a protocol stands on a day, with what is to come until then; undefined where there is none. */
export type ProtocolsOnDay = (protocolId: string) => Covering | undefined;

/** How a protocol covers points from some days on, with what is to come. */
export type CoveringSteps = readonly { readonly from: LocalDate; readonly facts: Covering | undefined }[];

/**
 * How a protocol covers points, day by day.
 * @param known what was recorded later does not count; everything does when absent
 */
export function coveringSteps(protocol: DatedThing, known?: Moment): CoveringSteps {
  const expected = datedProtocols.asKnown(protocol, known, EXPECTING);
  const steps: { readonly from: LocalDate; readonly facts: Covering | undefined }[] = [];
  for (const from of expected.days) {
    const held = expected.on(momentOfDay(from));
    const { state, points, removed, renewedBy } = held ?? {};
    const facts = state === undefined ? undefined : { state, points, removed, renewedBy };
    if (!isDeepStrictEqual(facts, steps.at(-1)?.facts)) steps.push({ from, facts });
  }
  return steps;
}

/**
 * When a point is covered no longer, as far as that is set today, by the protocol that does now and those that renew it.
 * @param after a day on which it is
 * @returns first day on which no protocol covers it; undefined where none is in sight
 */
export function coveredUntil(
  { pointId, protocolId, after }: { readonly pointId: string; readonly protocolId: string; readonly after: LocalDate },
  stepsOf: (protocolId: string) => CoveringSteps | undefined,
): LocalDate | undefined {
  let day: LocalDate | undefined = after;
  for (let covering: string | undefined = protocolId; day !== undefined;) {
    const on: LocalDate = day;
    const found = coveringOn(pointId, covering, (id) => stepsOf(id)?.findLast(({ from }) => from <= on)?.facts);
    if (!found) return on > after ? on : undefined;
    covering = found.protocolId;
    day = stepsOf(covering)?.find(({ from }) => from > on)?.from;
  }
  return undefined;
}

/** Which protocol covers a point on a day that lies ahead. */
export interface CoveringOn {
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
