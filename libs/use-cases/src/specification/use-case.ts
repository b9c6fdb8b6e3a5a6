import { deepStrictEqual, fail, ok } from 'node:assert';
import {
  isDomainError,
  toTimestamp,
  type Absent,
  type DomainEvent,
  type Facts,
  type LivingAggregate,
  type Recording,
  type WithStatus,
} from '#kernel/domain';
import { asJson, SPEC_COMMAND_ID, SPEC_NOW } from '#kernel/specification';
import { romeDateOf } from '#italy';
import { authorizeDestination, authorizeRole } from '../access/authorize.ts';
import { accessFor } from '../access/grants.ts';
import type { AnyPrincipal } from '../access/principal.ts';
import { admit, daysOf, refuseWrongState } from '../commands/admission.ts';
import { standingOn } from '../dated/define-dated-aggregate.ts';
import type { CommandUseCase, Known } from '../commands/define-command.ts';

/** What the shell would have told the decision: time and ids have defaults, facts are given by name. */
export type SpecFacts = Partial<Omit<Known, 'today' | 'legalDate'>> & Readonly<Record<string, unknown>>;

/** An event of the history; with when it was recorded, where that decides something. */
export type GivenFact<Event extends DomainEvent> = Event | readonly [Event, { readonly recordedAt: string }];

interface When<Event extends DomainEvent> {
  /** The command brings about exactly these events. */
  then(...expected: Event[]): void;
  /** The command is refused with this code, and with these facts if given (others may stand beside them). */
  thenRefused(code: string, facts?: Facts): void;
  /** The events, for assertions on part of them. */
  events(): readonly Event[];
}

interface GivenEvents<Event extends DomainEvent> {
  /** The status to which they lead on the day of `now`, which has a default. */
  status(now?: number): string;
  /** Who gives the command; a policy unless it is said. */
  as(principal: AnyPrincipal): GivenEvents<Event>;
  /**
   * @param input what is given: a client's fields, or what `prepare` makes of them
   * @param facts what the decision needs to know, by name
   */
  when<Input extends object>(command: CommandUseCase<Input, Event>, input: object, facts?: SpecFacts): When<Event>;
}

const SPECIFICATION: AnyPrincipal = { role: 'policy', name: 'specification' };

/**
 * A specification of commands on one kind of thing:
 * `specify(protocol).given(events).as(directorate).when(terminateProtocol, input).then(events)`.
 * Everything but I/O is what runs in production. Needs no test framework; fails by throwing an AssertionError.
 */
export function specify<State extends WithStatus, Event extends DomainEvent>(
  aggregate: LivingAggregate<State, Event>,
): { given(...events: GivenFact<Event>[]): GivenEvents<Event> } {
  const given = (history: readonly GivenFact<Event>[], principal: AnyPrincipal): GivenEvents<Event> => ({
    as: (other) => given(history, other),
    status: (now = SPEC_NOW) => {
      const today = romeDateOf(now);
      return standingOn(aggregate, folded(aggregate, recordedInTime(history, now)), { legalDate: today, today }).status;
    },
    when: (command, input, facts = {}) => {
      const decide = (): readonly Event[] => decided(aggregate, history, { command, input, facts, principal });
      return {
        events: decide,
        then: (...expected) => {
          deepStrictEqual(asJson(decide()), asJson(expected));
        },
        thenRefused: (code, expected) => {
          expectRefusal(command, decide, code, expected);
        },
      };
    },
  });
  return { given: (...events) => given(events, SPECIFICATION) };
}

interface Specified<Event extends DomainEvent> {
  readonly command: CommandUseCase<object, Event>;
  readonly input: object;
  readonly facts: SpecFacts;
  readonly principal: AnyPrincipal;
}

function decided<State extends WithStatus, Event extends DomainEvent>(
  aggregate: LivingAggregate<State, Event>,
  history: readonly GivenFact<Event>[],
  { command: declared, input, facts, principal }: Specified<Event>,
): readonly Event[] {
  const { now = SPEC_NOW, commandId = SPEC_COMMAND_ID, ...others } = facts;
  const written = recordedInTime(history, now);
  const named = idOf(declared, input, commandId);
  const known = { now, ...daysOf(declared, input, now), commandId, ...named, ...others };
  const command = { ...declared, by: accessFor(declared.by, input) };
  authorizeRole(principal, command.by);
  authorizeDestination(principal, command.by, command.where?.(input));
  const present = folded(aggregate, written);
  admit(command, { principal, input, state: present, ...named });
  const state = standingOn(aggregate, present, known);
  refuseWrongState(command, state, { ...named, legalDate: known.legalDate });
  authorizeDestination(principal, command.by, ...(command.whereFacts?.(known as never) ?? []));
  command.check?.(input, state as never, known as never, principal);
  const events = command.decide(input as never, state as never, known as never);
  let after = folded(aggregate, written);
  for (const [index, event] of events.entries()) {
    after = aggregate.evolve(after, event, { revision: written.length + index, recordedAt: toTimestamp(now) });
    authorizeDestination(principal, command.by, aggregate.scopeOf(after));
  }
  return events;
}

function folded<State extends WithStatus, Event extends DomainEvent>(
  aggregate: LivingAggregate<State, Event>,
  written: readonly (readonly [Event, Recording])[],
): State | Absent {
  return written.reduce<State | Absent>(
    (state, [event, at]) => aggregate.evolve(state, event, at),
    aggregate.initialState(),
  );
}

/**
 * The history as the log would have it: each event recorded when it took effect, unless it is said, and never after what
 * follows it.
 */
function recordedInTime<Event extends DomainEvent>(
  history: readonly GivenFact<Event>[],
  now: number,
): readonly (readonly [Event, Recording])[] {
  let latest = toTimestamp(now);
  return history
    .map((given, revision): [Event, Recording] => {
      const [event, { recordedAt }] = isTold(given) ? given : [given, { recordedAt: given.effectiveAt }];
      return [event, { revision, recordedAt: recordedAt ?? latest }];
    })
    .reverse()
    .map(([event, { revision, recordedAt }]): readonly [Event, Recording] => {
      latest = recordedAt < latest ? recordedAt : latest;
      return [event, { revision, recordedAt: latest }];
    })
    .reverse();
}

function isTold<Event extends DomainEvent>(
  given: GivenFact<Event>,
): given is readonly [Event, { readonly recordedAt: string }] {
  return Array.isArray(given);
}

/** The id that production gives; one that the shell finds comes with the facts, as `id`. */
function idOf(command: CommandUseCase, input: object, commandId: string): { readonly id?: string } {
  return command.id ? { id: command.id(input, commandId) } : {};
}

/** Codes that no declaration repeats. */
const EVERYWHERE = ['ROLE_NOT_ALLOWED', 'OUTSIDE_TERRITORY', 'NOT_OWN_DATA'];

function expectRefusal(
  { on, refuses, name }: CommandUseCase,
  decide: () => unknown,
  code: string,
  facts: Facts | undefined,
): void {
  let events: unknown;
  try {
    events = decide();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    deepStrictEqual(error.code, code);
    const declared = [...refuses, on.notFound, on.alreadyExists, on.stateForbids].map((refusal) => refusal.code);
    ok([...EVERYWHERE, ...declared].includes(code), `${name} does not declare that it may be refused with ${code}`);
    const gaps = [...error.message.matchAll(/\{(\w+)\}/g)].filter(([, fact]) => (error.facts[fact!] ?? null) === null);
    deepStrictEqual(gaps.map(String), [], `${code} names facts that nobody gave`);
    for (const [fact, value] of Object.entries(facts ?? {})) deepStrictEqual(asJson(error.facts[fact]), asJson(value));
    return;
  }
  fail(`expected refusal ${code}, got ${JSON.stringify(events)}`);
}
