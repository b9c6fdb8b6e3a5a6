import { deepStrictEqual } from 'node:assert';
import {
  isDomainError,
  type DomainError,
  type DomainEvent,
  type LivingAggregate,
  type WithStatus,
} from '#kernel/domain';
import type { CommandUseCase } from '../commands/define-command.ts';
import { specify, type GivenFact, type SpecFacts } from './use-case.ts';

/** What a command is tried with in every state. */
interface Trial<Event extends DomainEvent> {
  /** What is given: a client's fields, or what `prepare` makes of them. */
  readonly input: object;
  /** What the decision needs to know, by name. */
  readonly facts?: SpecFacts;
  /** The states in which it is allowed, with the types of the events that it then brings about. */
  readonly brings: Readonly<Record<string, readonly string[]>>;
  /** Other histories to some states, where it needs something more to have happened. */
  readonly lives?: Readonly<Record<string, readonly GivenFact<Event>[]>>;
}

interface Pairs<State extends WithStatus, Event extends DomainEvent> {
  /** A history that leads to each state that there is. */
  readonly lives: Readonly<Record<State['status'], readonly GivenFact<Event>[]>>;
  /** Every command on this kind of thing, as its context lists them; others are left out. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- which input and events plays no part in a list
  readonly commands: readonly CommandUseCase<any, any>[];
  /** What each command is tried with, by its name. */
  readonly trials: Readonly<Record<string, Trial<Event>>>;
}

/** A state with a command: what it should come to, and the look whether it does. */
export type Pair = readonly [title: string, holds: () => void];

/**
 * Every state of a kind of thing with every command on it: what is allowed brings about its events, all else is refused
 * with a code that the command declares, and nothing fails in any other way.
 * @example it.each(everyPair(protocol, { lives, commands: protocols.commands, trials }))('%s', (_pair, holds) => holds());
 * @throws AssertionError where a command or a state is left out, or a history leads to another state
 */
export function everyPair<State extends WithStatus, Event extends DomainEvent>(
  aggregate: LivingAggregate<State, Event>,
  { lives, commands, trials }: Pairs<State, Event>,
): readonly Pair[] {
  const own = commands.filter(({ on }) => (on as object) === aggregate);
  deepStrictEqual(Object.keys(trials).sort(), own.map(({ name }) => name).sort(), 'each command is tried');
  const states = Object.entries<readonly GivenFact<Event>[]>({ ABSENT: [], ...lives });
  return states.flatMap(([state, history]) =>
    own.map((command): Pair => {
      const trial = trials[command.name]!;
      const events = trial.brings[state];
      const says = events ? `brings about ${events.join(', ') || 'nothing'}` : 'is refused with a code';
      return [
        `${state}: ${command.name} ${says}`,
        () => {
          tryPair(aggregate, { state, history: trial.lives?.[state] ?? history, command, trial });
        },
      ];
    }),
  );
}

function tryPair<State extends WithStatus, Event extends DomainEvent>(
  aggregate: LivingAggregate<State, Event>,
  {
    state,
    history,
    command,
    trial: { input, facts, brings },
  }: {
    readonly state: string;
    readonly history: readonly GivenFact<Event>[];
    readonly command: CommandUseCase<object, Event>;
    readonly trial: Trial<Event>;
  },
): void {
  const given = specify(aggregate).given(...history);
  deepStrictEqual(given.status(facts?.now), state, `the history leads to ${state}`);
  const when = given.when(command, input, facts);
  const { events, refusal } = outcomeOf(() => when.events());
  const allowed = brings[state];
  if (allowed) {
    deepStrictEqual(refusal?.code, undefined, `${command.name} is allowed in ${state}`);
    deepStrictEqual(
      events?.map(({ type }) => type),
      allowed,
    );
    return;
  }
  deepStrictEqual(events, undefined, `${command.name} is not allowed in ${state}`);
  when.thenRefused(refusal?.code ?? '');
}

/** What is neither decided nor refused is a failure, which nobody catches. */
function outcomeOf<Event>(decide: () => readonly Event[]): {
  readonly events?: readonly Event[];
  readonly refusal?: DomainError;
} {
  try {
    return { events: decide() };
  } catch (refusal) {
    if (isDomainError(refusal)) return { refusal };
    throw refusal;
  }
}
