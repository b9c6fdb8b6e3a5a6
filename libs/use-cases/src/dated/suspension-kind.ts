import type { LocalDate } from '#italy';
import type { Absent, DomainEvent, WithStatus } from '#kernel/domain';
import type { DatedFact, FactAmong } from './life.ts';

/** How things of one kind are suspended and resumed. */
export interface SuspensionKind<State extends WithStatus, Event extends DomainEvent> {
  readonly suspended: Event['type'];
  readonly resumed: Event['type'];
  /** Whether two facts are of one suspension, where there may be several at a time. */
  readonly isSame: (one: Event, other: Event) => boolean;
  /** What a thing is suspended by, of what would be one with an event; undefined where it is not. */
  readonly standingIn: (state: State | Absent, event: Event) => { readonly until?: LocalDate | undefined } | undefined;
  /** First day on which a suspension is over, where it is known; what policies end has none here. */
  readonly untilOf: (suspension: Event) => LocalDate | undefined;
  /** What a resumption says of itself: whether it was set with a suspension; undefined where the day alone tells. */
  readonly saysItWasSet?: (resumption: Event) => boolean | undefined;
}

/** Whether the day of a resumption was set with a suspension. */
export interface SetWithSuspension {
  /** Not by an office, nor by a policy. */
  readonly asSet: boolean;
  /** With one of an earlier version, for which of two that overlap one alone counted. */
  readonly alone: boolean;
}

/** Tells whether a resumption is as it was set with a suspension: by what it says, or else by its day (T1). */
export function setWithSuspension<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  { fact, facts }: FactAmong<Event>,
): SetWithSuspension {
  const said = kind.saysItWasSet?.(fact.event);
  if (said === false) return { asSet: false, alone: false };
  const ofItsDay = suspensionsUntil(kind, { fact, facts });
  return {
    asSet: said ?? ofItsDay.length > 0,
    alone: ofItsDay.length > 0 && ofItsDay.every(({ event }) => (event.data as { readonly alone?: true }).alone),
  };
}

/** The suspensions that were to last until the day of a resumption, whether they count or not. */
export function suspensionsUntil<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<State, Event>,
  { fact, facts }: FactAmong<Event>,
): readonly DatedFact<Event>[] {
  return facts.filter(
    ({ event }) => event.type === kind.suspended && kind.isSame(event, fact.event) && kind.untilOf(event) === fact.on,
  );
}
