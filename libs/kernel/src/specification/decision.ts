import { deepStrictEqual } from 'node:assert';
import { toTimestamp } from '../clock.ts';
import type { Aggregate } from '../commands/aggregate.ts';
import type { Known } from '../commands/command-request.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import type { Facts } from '../errors.ts';
import type { EventScope } from '../events/envelope.ts';
import { asJson, expectRefusal, SPEC_COMMAND_ID, SPEC_NOW } from './expectations.ts';

/** That a decision is refused, with this code, and with these facts if given (others may stand beside them). */
export interface Refused {
  readonly refused: string;
  readonly facts?: Facts;
}

/** What is expected of a decision that a rule forbids. */
export function refused(code: string, facts?: Facts): Refused {
  return { refused: code, ...(facts ? { facts } : {}) };
}

interface Decision<Event extends DomainEvent> {
  /** It brings about exactly these events, or is refused. */
  then(...expected: readonly Event[] | readonly [Refused]): void;
  /** The events, for assertions on part of them. */
  events(): readonly Event[];
}

interface History<State, Event extends DomainEvent> {
  /** @param known time and command id have defaults; `exists` follows from the history */
  when(decide: (state: State, known: Known) => readonly Event[], known?: Partial<Known>): Decision<Event>;
  /** The state after the given events. */
  state(): State;
  /** What is stamped on the last of the given events. */
  scope(): EventScope;
}

/**
 * A specification of decisions on an aggregate:
 * `decisionsOn(protocol).given(events).when((state, known) => terminate(data, state, known)).then(events)`, or
 * `.then(refused('NOTICE_TOO_SHORT'))`. A decision that changes the state fails. Needs no test framework; fails by
 * throwing an AssertionError.
 */
export function decisionsOn<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
): { given(...events: Event[]): History<State, Event> } {
  return {
    given: (...history) => {
      const state = (): State =>
        history.reduce((folded, event, revision) => {
          return aggregate.evolve(folded, event, { revision, recordedAt: toTimestamp(SPEC_NOW) });
        }, aggregate.initialState());
      return {
        state,
        scope: () => aggregate.scopeOf(state(), history.at(-1)),
        when: (decide, known) => {
          const whole = { now: SPEC_NOW, commandId: SPEC_COMMAND_ID, exists: history.length > 0, ...known };
          const events = (): readonly Event[] => {
            const given = state();
            try {
              return decide(given, whole);
            } finally {
              deepStrictEqual(given, state(), 'the decision changed the state');
            }
          };
          return {
            events,
            then: (...expected) => {
              const [first] = expected as readonly (Event | Refused | undefined)[];
              if (first && 'refused' in first) expectRefusal(events, first.refused, first.facts);
              else deepStrictEqual(asJson(events()), asJson(expected));
            },
          };
        },
      };
    },
  };
}
