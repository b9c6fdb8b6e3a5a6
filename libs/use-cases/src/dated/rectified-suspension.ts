import type { LocalDate } from '#italy';
import type { Absent, DomainEvent, WithStatus } from '#kernel/domain';
import type { JudgedFact, LifeRule } from './define-life.ts';
import { lifeOnce } from './effect-today.ts';
import type { Life } from './life.ts';
import type { Correction, Rectification, Rectified } from './rectifying.ts';
import type { SuspensionKind } from './suspension-kind.ts';

/**
 * What ended a suspension: the first resumption after it, before the thing is suspended anew. That of the day which was set for it is
 * its own also where it counts for nothing, as another suspension goes on.
 */
export function resumptionOf<Event extends DomainEvent>(
  { suspended, resumed, isSame, untilOf }: SuspensionKind<Event>,
  revision: number,
  facts: readonly JudgedFact<Event>[],
): JudgedFact<Event> | undefined {
  const place = facts.findIndex((fact) => fact.revision === revision);
  const suspension = facts[place]?.event;
  if (suspension?.type !== suspended) return undefined;
  const until = untilOf(suspension);
  const next = facts
    .slice(place + 1)
    .filter(({ event }) => [suspended, resumed].includes(event.type) && isSame(suspension, event))
    .find(({ event, counts, on }) => counts || (event.type === resumed && on === until));
  return next?.event.type === resumed ? next : undefined;
}

/** The resumption of the day that was set when it was suspended. */
export function resumptionAsSet<Event extends DomainEvent>(
  kind: SuspensionKind<Event>,
  { event, revision }: JudgedFact<Event>,
  facts: readonly JudgedFact<Event>[],
): JudgedFact<Event> | undefined {
  const until = event.type === kind.suspended ? kind.untilOf(event) : undefined;
  const resumption = until === undefined ? undefined : resumptionOf(kind, revision, facts);
  return resumption?.on === until ? resumption : undefined;
}

/**
 * A correction of a suspension with what follows from it: one that never was takes its resumption with it, and one that
 * ended on another day moves the resumption of that day, or has not ended yet.
 */
export function withItsResumption<Event extends DomainEvent>(
  kind: SuspensionKind<Event>,
  correction: Correction<Event['type']>,
  { facts, today }: { readonly facts: readonly JudgedFact<Event>[]; readonly today: LocalDate },
): readonly Correction<Event['type']>[] {
  const { revision, changes } = correction;
  const resumption = resumptionOf(kind, revision, facts);
  if (!resumption) return [correction];
  const moved = { revision: resumption.revision, of: resumption.event.type };
  if (!changes) return [correction, moved];
  const until = changes.until as LocalDate | undefined;
  const suspension = facts.find((fact) => fact.revision === revision);
  const endedAsSet = suspension && resumptionAsSet(kind, suspension, facts) !== undefined;
  // Somebody has resumed it before that day.
  if (until === undefined || (!endedAsSet && resumption.on <= until)) return [correction];
  return [correction, { ...moved, ...(until > today ? {} : { changes: { resumedOn: until } }) }];
}

/** A suspension that was over on a day which has passed, and of which nobody has said so. */
export interface OverByNow<State extends WithStatus, Event extends DomainEvent> {
  readonly suspension: Event;
  /** First day on which it was over. */
  readonly until: LocalDate;
  /** The thing as it stood on that day; it may have ended before. */
  readonly then: State | Absent;
  /** All that is written of it, what rectifies it included. */
  readonly life: Life<Event>;
}

/**
 * The suspension that a rectification has end on a day which has passed.
 * @returns undefined where it ends later, or something says already what ended it
 */
export function overByNow<State extends WithStatus, Event extends DomainEvent>(
  kind: SuspensionKind<Event>,
  told: LifeRule<State, Event>,
  { rectifies, changes }: Pick<Rectification, 'rectifies' | 'changes'>,
  { facts, events }: Rectified<State, Event>,
  { life: before, now, today }: { readonly life: Life<Event>; readonly now: number; readonly today: LocalDate },
): OverByNow<State, Event> | undefined {
  const suspension = facts.after.find(({ revision }) => revision === rectifies)?.event;
  if (suspension?.type !== kind.suspended || changes?.until === undefined) return undefined;
  const until = kind.untilOf(suspension);
  if (until === undefined || until > today || resumptionOf(kind, rectifies, facts.after)) return undefined;
  const life = lifeOnce(told, before, now, ...events);
  return { suspension, until, then: told.judgedOn(life, until), life };
}
