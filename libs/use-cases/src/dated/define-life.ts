import { dayAfter, midnightInRome, type LocalDate } from '#italy';
import type { Absent, DomainEvent, Recording, WithStatus } from '#kernel/domain';
import { factsOf, type DatedFact, type Dating, type FactAmong, type Life, type Reading } from './life.ts';

/** A fact in its legal place, and whether it counts there. */
export interface JudgedFact<Event extends DomainEvent = DomainEvent> extends DatedFact<Event> {
  /** False where a fact before it, recorded late or rectified, has left a state that does not take it. */
  readonly counts: boolean;
}

/** A fact in its legal place, with the state that it finds there and the one that it leaves. */
export interface WalkedFact<
  State extends WithStatus,
  Event extends DomainEvent = DomainEvent,
> extends JudgedFact<Event> {
  readonly found: State | Absent;
  readonly leaves: State | Absent;
}

/** How the states of one kind of thing follow from its facts in the order of their legal dates. Pure. */
export interface LifeRule<State extends WithStatus, Event extends DomainEvent> extends Reading {
  /** The life with one more event. */
  add(life: Life<Event>, event: Event, at: Recording): Life<Event>;
  /**
   * The state at the end of a day in Rome (T3).
   * @param knownAt an instant (milliseconds since the epoch): as it was known then, that instant included
   */
  stateOn(life: Life<Event>, date: LocalDate, knownAt?: number): State | Absent;
  /**
   * The state that a fact of this day is judged on: as {@link stateOn}, and what the thing begins with has happened before,
   * whenever it was recorded.
   */
  judgedOn(life: Life<Event>, date: LocalDate): State | Absent;
  /** All facts in legal order; `knownAt` as above. */
  facts(life: Life<Event>, knownAt?: number): readonly JudgedFact<Event>[];
  /** The same, each with the state that it finds and the one that it leaves. */
  walk(life: Life<Event>): readonly WalkedFact<State, Event>[];
}

interface LifeInput<State extends WithStatus, Event extends DomainEvent> {
  /** The state after one more fact; it returns a new one and changes nothing, as facts are folded again and again. */
  readonly evolve: (state: State | Absent, event: Event) => State;
  readonly dating: Dating<Event, State['status'] | Absent['status']>;
  /**
   * What a fact that counts for nothing leaves all the same, aside: it is not told of the thing, and comes into what that goes on with
   * once what stands in its way is undone. The state that is given, where that is nothing.
   * @param counts whether it would count in another state
   */
  readonly aside?: (found: State, event: Event, counts: (state: State) => boolean) => State;
  /** Type of the event that rectifies others (T2); it needs no case in `evolve`. */
  readonly rectifiedBy?: Event['type'];
}

/**
 * Declares how a life is told by legal dates.
 * @example export const protocolLife = defineLife<Protocol, ProtocolEvent>({ evolve, dating: { … } })
 */
export function defineLife<State extends WithStatus, Event extends DomainEvent>({
  evolve,
  aside = (found) => found,
  ...reading
}: LifeInput<State, Event>): LifeRule<State, Event> {
  const { dating } = reading as Reading;
  const counts = (state: State | Absent, among: FactAmong<Event>): boolean => {
    const { type, data } = among.fact.event;
    const rule = dating[type];
    return (rule?.in?.includes(state.status) ?? true) && (rule?.when?.(state as never, data as never, among) ?? true);
  };
  const leftAside = (found: State | Absent, among: FactAmong<Event>): State | Absent =>
    found.status === 'ABSENT' ? found : aside(found as State, among.fact.event, (other) => counts(other, among));
  const fold = (facts: readonly DatedFact<Event>[]) => {
    let state: State | Absent = { status: 'ABSENT' };
    const walked = facts.map((fact): WalkedFact<State, Event> => {
      const found = state;
      const among = { fact, facts };
      const taken = counts(found, among);
      state = taken ? evolve(found, fact.event) : leftAside(found, among);
      return { ...fact, counts: taken, found, leaves: state };
    });
    return { state, walked };
  };
  return {
    ...(reading as Reading),
    add: (life, event, { revision, recordedAt }) => [...life, { event: bare(event), revision, recordedAt }],
    stateOn: (life, date, knownAt) =>
      fold(factsOf(life, reading as Reading, knownAt).filter(({ on }) => on <= date)).state,
    judgedOn: (life, date) =>
      fold(factsOf(life, reading as Reading).filter(({ on, begins }) => begins || on <= date)).state,
    facts: (life, knownAt) =>
      fold(factsOf(life, reading as Reading, knownAt)).walked.map(
        ({ found: _found, leaves: _leaves, ...fact }) => fact,
      ),
    walk: (life) => fold(factsOf(life, reading as Reading)).walked,
  };
}

/** The event alone, without the envelope in which it was read. */
function bare<Event extends DomainEvent>({ type, data, effectiveAt }: Event): Event {
  return { type, data, ...(effectiveAt === undefined ? {} : { effectiveAt }) } as Event;
}

/** The last instant of a day in Rome: what is known on a day is known with all that was recorded on it (T3). */
export function endOfDay(date: LocalDate): number {
  return midnightInRome(dayAfter(date)) - 1;
}
