import type { LocalDate } from '#italy';
import { defineRefusals, type Absent, type DomainEvent, type WithStatus } from '#kernel/domain';
import type { LifeRule, WalkedFact } from './define-life.ts';
import { lifeOnce } from './effect-today.ts';
import { LATEST } from './legal-day.ts';
import type { DatedFact, Life } from './life.ts';
import type { ChangedLife, Correction } from './rectifying.ts';
import { setWithSuspension, suspensionsUntil, type SuspensionKind } from './suspension-kind.ts';

export const resumptionRefusals = defineRefusals({
  RESUMPTION_AS_SET:
    'It was resumed by event {revision} on the day until which it was suspended: rectify that day, until.',
});

/**
 * Refuses to rectify a resumption apart from the suspension that it was set with.
 * @throws DomainError RESUMPTION_AS_SET
 */
export function refuseAsSet<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  fact: DatedFact<Event>,
  facts: readonly DatedFact<Event>[],
): void {
  if (isEndAsSet(kind, fact, facts)) throw resumptionRefusals.RESUMPTION_AS_SET({ revision: fact.revision });
}

/** Tells whether a fact is the end that a suspension had from the start. */
export function isEndAsSet<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  fact: DatedFact<Event>,
  facts: readonly DatedFact<Event>[],
): boolean {
  if (fact.event.type !== kind.resumed) return false;
  // One that is left of a suspension which never was is as any other.
  return setWithSuspension(kind, { fact, facts }).asSet && suspensionsUntil(kind, { fact, facts }).length > 0;
}

/** The end that a suspension had from the start, whether it counts or not. */
function endAsSet<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  suspension: DatedFact<Event>,
  facts: readonly DatedFact<Event>[],
): DatedFact<Event> | undefined {
  const until = kind.untilOf(suspension.event);
  const isItsEnd = (fact: DatedFact<Event>): boolean =>
    fact.on === until && kind.isSame(suspension.event, fact.event) && isEndAsSet(kind, fact, facts);
  // Of several until one day each is written after its suspension.
  return facts.find((fact) => fact.revision > suspension.revision && isItsEnd(fact));
}

/** What else has ended a suspension: the first resumption after it. One that stood beside another was ended with that. */
function endBefore<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  suspension: WalkedFact<State, Event>,
  facts: readonly WalkedFact<State, Event>[],
): DatedFact<Event> | undefined {
  if (kind.standingIn(suspension.found, suspension.event)) return undefined;
  const next = facts
    .slice(facts.indexOf(suspension) + 1)
    .filter(({ event: { type }, counts }) => counts && (type === kind.suspended || type === kind.resumed))
    .find(({ event }) => kind.isSame(suspension.event, event));
  return next?.event.type === kind.resumed && !isEndAsSet(kind, next, facts) ? next : undefined;
}

/**
 * A correction of a suspension with what follows from it: one that never was takes its ends with it, and one that was until another
 * day moves the end of that day, or has not ended yet.
 */
export function withItsResumption<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  correction: Correction<Event['type']>,
  { facts, today }: { readonly facts: readonly WalkedFact<State, Event>[]; readonly today: LocalDate },
): readonly Correction<Event['type']>[] {
  const { revision, changes } = correction;
  const suspension = facts.find((fact) => fact.revision === revision);
  if (suspension?.event.type !== kind.suspended) return [correction];
  const [asSet, before] = [endAsSet(kind, suspension, facts), endBefore(kind, suspension, facts)];
  const until = changes?.until as LocalDate | undefined;
  if (changes && until === undefined) return [correction];
  const ends = [
    ...(asSet ? [asSet] : []),
    // Somebody has resumed it before that day.
    ...(before && (until === undefined || before.on > until) ? [before] : []),
  ].map((end) => ({ revision: end.revision, of: end.event.type }));
  if (until === undefined || until > today) return [correction, ...ends];
  return [correction, ...ends.map((end) => ({ ...end, changes: { resumedOn: until } }))];
}

/** A suspension that is over by a day, and of which nobody has said so. */
export interface OverByNow<State extends WithStatus, Event extends DomainEvent> {
  readonly suspension: Event;
  /** First day on which it was over. */
  readonly until: LocalDate;
  /** The thing as it stood on that day. */
  readonly then: State;
  /** All that is written of it. */
  readonly life: Life<Event>;
}

/**
 * The ends of suspensions that have come and that nobody has said, as another one went on over their day, or they had another end: once
 * that is corrected, or the other one is told to have ended before, they are said with it. What was lacking before is for the calendar to say.
 */
export function endsByNow<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  told: LifeRule<State, Event>,
  { before, life, now, today }: ChangedLife<Event>,
  end: (over: OverByNow<State, Event>) => Event,
): readonly Event[] {
  const ends: Event[] = [];
  for (const { event, counts } of told.facts(life)) {
    const until = event.type === kind.suspended && counts ? kind.untilOf(event) : undefined;
    if (until === undefined || until > today) continue;
    const whole = lifeOnce(told, life, now, ...ends);
    const then = told.judgedOn(whole, until);
    const isLacking = (state: State | Absent): boolean => (kind.standingIn(state, event)?.until ?? LATEST) <= until;
    if (!isLacking(then) || isLacking(told.judgedOn(before, until))) continue;
    ends.push(end({ suspension: event, until, then: then as State, life: whole }));
  }
  return ends;
}

/**
 * What is told of a thing, with the ends of suspensions that it brings to light.
 * @param endsOf what {@link endsByNow} has for a thing of this kind
 */
export function withEndsByNow<State extends WithStatus, Event extends DomainEvent>(
  told: LifeRule<State, Event>,
  before: Life<Event>,
  events: readonly Event[],
  { now, today }: Pick<ChangedLife<Event>, 'now' | 'today'>,
  endsOf: (changed: ChangedLife<Event>) => readonly Event[],
): readonly Event[] {
  return [...events, ...endsOf({ before, life: lifeOnce(told, before, now, ...events), now, today })];
}
