import type { LocalDate } from '#italy';
import { isInForce, type LawfulDay } from './lawful-protocols.ts';
import type { Kind, PointFact, PointName, ProtocolName, Reason } from './true-facts.ts';

/** The activity of a point on a day, and the protocol under which it has that. */
export interface LawfulActivity {
  readonly status: 'NONE' | 'ACTIVE' | 'SUSPENDED';
  readonly under?: ProtocolName;
  /** Of what kind it is while it has activity. */
  readonly kind?: Kind;
  /** For what persons have suspended it. */
  readonly suspendedFor: readonly Reason[];
}

/** What persons have left a point with, under the protocol that it was activated under or has passed to; undefined where it has ended. */
type Left = { readonly under: ProtocolName; readonly until: ReadonlyMap<Reason, LocalDate> } | undefined;

/** A point as it was before a day. */
interface Point {
  readonly kind: Kind;
  /** Whether it was ever activated. */
  readonly hasBegun: boolean;
  readonly left: Left;
}

/** After all days. */
const OPEN = '9999-12-31';

/**
 * The activity of a point on each of some days. Activated by a person under a protocol, it has activity as long as one covers it without a gap:
 * that, or the newer one to which it passes. It waits for a protocol that enters into force after the day of the activation only; what ends it
 * otherwise has ended it for good, until a person activates it anew. While its protocol does not allow its kind, it is suspended.
 */
export function lawfulActivity(
  name: PointName,
  facts: readonly PointFact[],
  days: readonly LawfulDay[],
): readonly LawfulActivity[] {
  let point: Point = { kind: 'INFORMATIVO', hasBegun: false, left: undefined };
  return days.map((lawful) => {
    point = following(point, name, lawful);
    for (const fact of facts.filter(({ on }) => on === lawful.day)) {
      point = following(after(point, fact, lawful), name, lawful);
    }
    return activityOf(point, lawful);
  });
}

/** What a person does of a point, as it stands. */
function after(point: Point, fact: PointFact, lawful: LawfulDay): Point {
  if (fact.kind === 'activation') {
    // Where it has activity already, or waits for that of this protocol, another activation says nothing.
    if (activityOf(point, lawful).status !== 'NONE' || point.left?.under === fact.under) return point;
    return { ...point, hasBegun: true, left: { under: fact.under, until: new Map() } };
  }
  const { left } = point;
  if (fact.kind === 'change of kind') {
    // Once it has ended, it is what it was until it is activated anew.
    return left || !point.hasBegun ? { ...point, kind: fact.to } : point;
  }
  if (!left || fact.kind === 'deactivation') return { ...point, left: undefined };
  const until = new Map(left.until);
  if (fact.kind === 'resumption') until.delete(fact.reason);
  else {
    const [stands, wanted] = [until.get(fact.reason) ?? '', fact.until ?? OPEN];
    // It is suspended on the days of either.
    until.set(fact.reason, wanted > stands ? wanted : stands);
  }
  return { ...point, left: { ...left, until } };
}

/** As its protocol has it: it goes on, waits for the entry into force, passes to the newer one, or has ended. */
function following(point: Point, name: PointName, lawful: LawfulDay): Point {
  const { left } = point;
  if (!left) return point;
  const protocol = lawful[left.under];
  if (protocol.status === 'RENEWED' && protocol.passing.includes(name)) {
    return following({ ...point, left: { ...left, under: 'newer' } }, name, lawful);
  }
  if (protocol.status === 'SIGNED') return point;
  return isInForce(protocol) && protocol.points.includes(name) ? point : { ...point, left: undefined };
}

function activityOf({ kind, left }: Point, lawful: LawfulDay): LawfulActivity {
  if (!left || !isInForce(lawful[left.under])) return { status: 'NONE', suspendedFor: [] };
  const { under, until } = left;
  const { status, kinds } = lawful[under];
  const suspendedFor = [...until.keys()].filter((reason) => lawful.day < until.get(reason)!).toSorted();
  const isSuspended = suspendedFor.length > 0 || status === 'SUSPENDED' || !kinds.includes(kind);
  return { status: isSuspended ? 'SUSPENDED' : 'ACTIVE', under, kind, suspendedFor };
}
