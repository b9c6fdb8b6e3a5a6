import { toTimestamp, type Absent, type DomainEvent, type WithStatus } from '#kernel/domain';
import { romeDateOf } from '#italy';
import type { LifeRule } from './define-life.ts';
import type { Life } from './life.ts';

/** The status of a thing today, before and after something is recorded of it. */
export interface EffectToday<Status extends string = string> {
  readonly from: Status;
  readonly to: Status;
}

/** An event that moves a thing, as it is before it says from what and to what. */
export type Unmoved<Event extends DomainEvent> = Event extends unknown
  ? { readonly type: Event['type']; readonly data: Omit<Event['data'], 'from' | 'to'> }
  : never;

/**
 * What becomes of a thing today once events are recorded: what was late may change nothing, or more than it says.
 * @param now when they are recorded, in milliseconds since the epoch
 */
export function effectToday<State extends WithStatus, Event extends DomainEvent>(
  told: LifeRule<State, Event>,
  life: Life<Event>,
  now: number,
  ...events: readonly Event[]
): EffectToday<State['status'] | 'ABSENT'> {
  return { from: stateToday(told, life, now).status, to: stateToday(told, life, now, ...events).status };
}

/** A thing today once events are recorded. */
export function stateToday<State extends WithStatus, Event extends DomainEvent>(
  told: LifeRule<State, Event>,
  life: Life<Event>,
  now: number,
  ...events: readonly Event[]
): State | Absent {
  return told.judgedOn(lifeOnce(told, life, now, ...events), romeDateOf(now));
}

/** The life of a thing once events are recorded. */
export function lifeOnce<State extends WithStatus, Event extends DomainEvent>(
  told: LifeRule<State, Event>,
  life: Life<Event>,
  now: number,
  ...events: readonly Event[]
): Life<Event> {
  return events.reduce((whole, event) => told.add(whole, event, next(whole, now)), life);
}

/** Where the next event of a life would be written, as far as its order is concerned. */
function next(life: Life, now: number): { readonly revision: number; readonly recordedAt: string } {
  return { revision: (life.at(-1)?.revision ?? -1) + 1, recordedAt: toTimestamp(now) };
}
