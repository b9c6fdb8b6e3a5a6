import { deepStrictEqual, fail } from 'node:assert';
import type { Aggregate, DecisionContext } from '../commands/aggregate.ts';
import type { DomainEvent } from '../decider.ts';
import { isDomainError, type Facts } from '../errors.ts';

/** The time that specifications decide at unless they say otherwise: 2 March 2026, 09:00 in Rome. */
export const SPEC_NOW = Date.parse('2026-03-02T08:00:00Z');

/** Command id that specifications use unless they say otherwise. */
export const SPEC_COMMAND_ID = '00000000-0000-5000-8000-000000000001';

interface When<Event extends DomainEvent> {
  /** The command brings about exactly these events. */
  then(...expected: Event[]): void;
  /** The command is refused with this code, and with these facts if given (others may stand beside them). */
  thenRefused(code: string, facts?: Facts): void;
  /** The events, for assertions on part of them. */
  events(): readonly Event[];
}

interface Given<State, Command, Event extends DomainEvent, Context> {
  /** @param context what the decision may know; time and command id have defaults */
  when(command: Command, context?: Partial<DecisionContext> & Omit<Context, keyof DecisionContext>): When<Event>;
  /** The state after the given events. */
  state(): State;
}

/**
 * A specification of an aggregate: `decider(protocol).given(events).when(command, facts).then(events)`.
 * Needs no test framework; fails by throwing an AssertionError.
 */
export function decider<State, Command, Event extends DomainEvent, Context extends DecisionContext>(
  aggregate: Aggregate<State, Command, Event, Context>,
): { given(...events: Event[]): Given<State, Command, Event, Context> } {
  return {
    given: (...history) => {
      const fold = (): State =>
        history.reduce((state, event) => aggregate.evolve(state, event), aggregate.initialState());
      return {
        state: fold,
        when: (command, context) => {
          const known = { now: SPEC_NOW, commandId: SPEC_COMMAND_ID, hasRun: () => false, ...context } as Context;
          const decide = (): readonly Event[] => aggregate.decide(command, fold(), known);
          return {
            events: decide,
            then: (...expected) => {
              deepStrictEqual(asJson(decide()), asJson(expected));
            },
            thenRefused: (code, facts) => {
              expectRefusal(decide, code, facts);
            },
          };
        },
      };
    },
  };
}

/** A decision is refused with this code, and with these facts if given (others may stand beside them). */
export function expectRefusal(decide: () => unknown, code: string, facts: Facts | undefined): void {
  let decided: unknown;
  try {
    decided = decide();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    deepStrictEqual(error.code, code);
    for (const [name, value] of Object.entries(facts ?? {})) deepStrictEqual(asJson(error.facts[name]), asJson(value));
    return;
  }
  fail(`expected refusal ${code}, got ${JSON.stringify(decided)}`);
}

/** As the log would hold it: what is undefined is absent. */
export function asJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
