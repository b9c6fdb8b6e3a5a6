import type { LocalDate } from '#italy';
import type { DomainEvent } from '#kernel/domain';
import type { FactAmong } from './life.ts';

/** How things of one kind are suspended and resumed. */
export interface SuspensionKind<Event extends DomainEvent> {
  readonly suspended: Event['type'];
  readonly resumed: Event['type'];
  /** Whether two facts are of one suspension, where there may be several at a time. */
  readonly isSame: (one: Event, other: Event) => boolean;
  /** First day on which a suspension is over, where it is known. */
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
export function setWithSuspension<Event extends DomainEvent>(
  kind: SuspensionKind<Event>,
  { fact: { event, on }, facts }: FactAmong<Event>,
): SetWithSuspension {
  const ofItsDay = facts.filter(
    (other) =>
      other.event.type === kind.suspended && kind.isSame(other.event, event) && kind.untilOf(other.event) === on,
  );
  return {
    asSet: kind.saysItWasSet?.(event) ?? ofItsDay.length > 0,
    alone: ofItsDay.length > 0 && ofItsDay.every((other) => (other.event.data as { readonly alone?: true }).alone),
  };
}
