import type { LocalDate } from '#italy';
import { isInForce, type LawfulDay } from './lawful-protocols.ts';
import type { PointFact, PointName, ProtocolName, Reason } from './true-facts.ts';

/** The activity of a point on a day, and the protocol under which it has that. */
export interface LawfulActivity {
  readonly status: 'NONE' | 'ACTIVE' | 'SUSPENDED';
  readonly under?: ProtocolName;
  /** For what persons have suspended it. */
  readonly suspendedFor: readonly Reason[];
}

/** A point as persons have left it, under the protocol that it was activated under or has passed to; undefined where it has ended. */
type Left = { readonly under: ProtocolName; readonly until: ReadonlyMap<Reason, LocalDate> } | undefined;

/** After all days. */
const OPEN = '9999-12-31';

/**
 * The activity of a point on each of some days. Activated by a person under a protocol, it has activity as long as one covers it without a gap:
 * that, or the newer one to which it passes. It waits for a protocol that enters into force after the day of the activation only; what ends it
 * otherwise has ended it for good, until a person activates it anew.
 */
export function lawfulActivity(
  name: PointName,
  facts: readonly PointFact[],
  days: readonly LawfulDay[],
): readonly LawfulActivity[] {
  let left: Left;
  return days.map((lawful) => {
    left = following(left, name, lawful);
    for (const fact of facts.filter(({ on }) => on === lawful.day)) {
      left = following(after(left, fact, lawful), name, lawful);
    }
    return activityOf(left, lawful);
  });
}

/** What a person does of a point, as it stands. */
function after(left: Left, fact: PointFact, lawful: LawfulDay): Left {
  if (fact.kind === 'activation') {
    // Where it has activity already, another activation says nothing.
    return activityOf(left, lawful).status === 'NONE' ? { under: fact.under, until: new Map() } : left;
  }
  if (!left || fact.kind === 'deactivation') return undefined;
  const until = new Map(left.until);
  if (fact.kind === 'resumption') until.delete(fact.reason);
  else {
    const [stands, wanted] = [until.get(fact.reason) ?? '', fact.until ?? OPEN];
    // It is suspended on the days of either.
    until.set(fact.reason, wanted > stands ? wanted : stands);
  }
  return { ...left, until };
}

/** As its protocol has it: it goes on, waits for the entry into force, passes to the newer one, or has ended. */
function following(left: Left, name: PointName, lawful: LawfulDay): Left {
  if (!left) return undefined;
  const protocol = lawful[left.under];
  if (protocol.status === 'RENEWED' && protocol.passing.includes(name)) {
    return following({ ...left, under: 'newer' }, name, lawful);
  }
  if (protocol.status === 'SIGNED') return left;
  return isInForce(protocol) && protocol.points.includes(name) ? left : undefined;
}

function activityOf(left: Left, lawful: LawfulDay): LawfulActivity {
  if (!left || !isInForce(lawful[left.under])) return { status: 'NONE', suspendedFor: [] };
  const { under, until } = left;
  const suspendedFor = [...until.keys()].filter((reason) => lawful.day < until.get(reason)!).toSorted();
  const isSuspended = suspendedFor.length > 0 || lawful[under].status === 'SUSPENDED';
  return { status: isSuspended ? 'SUSPENDED' : 'ACTIVE', under, suspendedFor };
}
