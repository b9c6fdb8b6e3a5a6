import {
  eachRefusal,
  type Absent,
  type Around,
  type Claim,
  type CommandReference,
  type CommandResult,
  type DomainEvent,
  type LivingAggregate,
  type RecordedEvent,
  type RefusalCode,
  type RefusalList,
  type WantedCommand,
  type WithStatus,
} from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { Access } from '../access/grants.ts';
import type { AnyPrincipal } from '../access/principal.ts';
import type { Given, Needs } from './needs.ts';
import type { CommandShell } from './shell.ts';
import type { Scope } from '../access/scope.ts';
import { isDated } from '../dated/define-dated-aggregate.ts';

/** A class with the checks of its fields, which is what a client sends: path and body together. */
export type InputClass<Input extends object> = new () => Input;

/** What every decision may know: when it is taken, and for which command. */
export interface Known {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** `yyyy-mm-dd` in Rome. */
  readonly today: LocalDate;
  /** The day that the command is judged on, `yyyy-mm-dd` in Rome: today, unless it says otherwise. */
  readonly legalDate: LocalDate;
  /** The command under decision; ids derive from it. Whoever gives it may have chosen it: see {@link DrawNeed}. */
  readonly commandId: string;
  /** Id of the aggregate. */
  readonly id: string;
}

/** Statuses of a thing, with that of one which is not there. */
type StatusOf<State extends WithStatus> = State['status'] | Absent['status'];

/** The states of a thing that have one of these statuses. */
type StateIn<State extends WithStatus, Status extends string> =
  Extract<State, { readonly status: Status }> | ('ABSENT' extends Status ? Absent : never);

/** How a command names the thing that it is for. */
type Address<Input extends object> =
  | {
      /** From the input; one that the command brings into being has an id that derives from the command. */
      readonly id: (input: NoInfer<Input>, commandId: string) => string;
      readonly locate?: never;
    }
  | {
      readonly id?: never;
      /**
       * Found or made by the shell, where the input tells a person by what may stand nowhere. A repeat under the same
       * Idempotency-Key is answered by the thing that was found the first time, and this is not asked again.
       */
      readonly locate: (input: NoInfer<Input>, shell: CommandShell) => Promise<string>;
    };

/** What the shell does once the log says that it must. */
export interface Aftermath<State> {
  readonly when: (state: State) => boolean;
  /** May be repeated: it is done again whenever such a command is given, as an earlier one may have died before it. */
  readonly carryOut: (id: string, shell: CommandShell) => Promise<void>;
}

/** An event that a command has brought about, and what it has changed. */
export interface Act<State, Event extends DomainEvent> {
  readonly event: RecordedEvent<Event>;
  /** The thing before and after it, read from its whole history. */
  readonly around: () => Promise<Around<State>>;
}

/**
 * What is done for an act before it is answered for: the commands that a process manager gives because of its event. They are
 * carried out as its, under the ids that it derives; the process manager finds them done, and completes what a crash has left.
 */
export interface AtOnce<State, Event extends DomainEvent, Input extends object = object, Told = unknown> {
  /** Name of the process manager. */
  readonly as: string;
  /** Its instance, where that is not the thing itself. */
  readonly instance?: (event: RecordedEvent<Event>) => string;
  /** The command that it gives, about something each time; what that does at once in its turn is done, too. */
  readonly gives: CommandUseCase;
  /** What it gives because of an event; each says what it is about. */
  readonly wanted: (act: Act<State, Event>) => Promise<readonly WantedCommand[]> | readonly WantedCommand[];
  /**
   * What the answer tells of a thing that was commanded, as it is now: that a repeat is answered in the same way is for this
   * function to see to. Synchronous, as the state goes on changing.
   * @param told what the answer of the command itself tells of what it did at once
   */
  readonly tells?: (
    state: never,
    event: RecordedEvent<Event>,
    input: NoInfer<Input>,
    told: readonly unknown[],
  ) => readonly Told[];
}

/** What a command brought about, with what its answer tells beside. */
export interface CommandOutcome<Event extends DomainEvent = DomainEvent> extends CommandResult<Event> {
  /** What {@link AtOnce.tells}, of one thing after another, or what the command itself tells of each of its events. */
  readonly told?: readonly unknown[];
}

interface CommandInput<
  Input extends object,
  State extends WithStatus,
  Event extends DomainEvent,
  Status extends StatusOf<State>,
  N extends Needs<Input>,
  Wanted,
> {
  /** HTTP body, path and command in one; its name is the command's. */
  readonly input: InputClass<Input>;
  /** One sentence: what it does; it describes the operation in the API. */
  readonly summary: string;
  /** For the API’s example of its body: fields beside those that every body has. */
  readonly example?: Partial<NoInfer<Input>>;
  /** Who may give it; no grant when only policies may. */
  readonly by: Access<State | Absent, NoInfer<Input>>;
  /** In which states; `['ABSENT']` for a command that brings it into being. */
  readonly in: readonly Status[];
  /**
   * The legal date of what is wanted, `yyyy-mm-dd`; today when undefined. States, facts, claims and rule are those of the
   * end of that day in Rome (T1), where the kind of thing is told by legal dates. Who may act follows from where it is now.
   */
  readonly legalDate?: (input: NoInfer<Input>) => LocalDate | undefined;
  /** Where something new will stand, as far as the input tells: refused before anything is looked up. */
  readonly where?: (input: NoInfer<Input>) => Scope;
  /**
   * Where it will stand, and where what it takes from others stands, as only the facts tell: refused before the rule is asked
   * of whoever may not act at each of these places. Undefined for one of which they do not tell.
   */
  readonly whereFacts?: (known: Known & Given<N>) => readonly (Scope | undefined)[];
  readonly needs?: N;
  /**
   * Makes the input of the rule where the body carries personal data, or the principal decides: sealed fields, subject,
   * channel, identity. It runs in the shell, once, before anything is decided; it may wait.
   */
  readonly prepare?: (input: NoInfer<Input>, shell: CommandShell) => Promise<Wanted>;
  /** Refuses what can be refused before `prepare` looks at anybody's data, so that a refusal leaves no trace of them. */
  readonly check?: (
    input: NoInfer<Input>,
    state: StateIn<State, Status>,
    known: Known & Given<N>,
    principal: AnyPrincipal,
  ) => void;
  /** What it must claim on other streams: follows from what is wanted, the state and the facts, anew on every reload. */
  readonly claims?: (wanted: Wanted, state: StateIn<State, Status>, known: Known & Given<N>) => readonly Claim[];
  /**
   * True where whoever gives it may not know what has happened to the thing: its answer tells no revision (always 0, and
   * If-Match is compared with that) and no position, whether something was written or not.
   */
  readonly conceals?: true;
  /** What follows in the shell however the command ends, done or refused, from the state as the log then has it. */
  readonly after?: Aftermath<State | Absent>;
  /** What is done for each of its events before it is answered for. Its answer has the position of the last of all this. */
  readonly atOnce?: AtOnce<State | Absent, Event, NoInfer<Input>>;
  /**
   * What its answer tells beside, of each of its events, where that may stand in none. It is made anew whenever the command
   * is answered. Of whoever repeats it nothing else is asked before: that they may still be told is for this function to see to.
   */
  readonly tells?: (event: RecordedEvent<Event>, shell: CommandShell) => Promise<unknown>;
  /**
   * Tells whether the input names a person by codice fiscale: one who may not give the command then stands in the access
   * log as refused. Look-ups stand there anyway.
   */
  readonly namesPerson?: (input: NoInfer<Input>) => boolean;
  /** Rules that it may break, beside those that every command has. */
  readonly refuses?: RefusalList;
  /** The rule: pure and synchronous. */
  readonly decide: (wanted: Wanted, state: StateIn<State, Status>, known: Known & Given<N>) => readonly Event[];
}

/** A command as it is declared: all that the bus, the API, the access table and the specifications need. */
export interface CommandUseCase<
  Input extends object = object,
  Event extends DomainEvent = DomainEvent,
> extends CommandReference<Input> {
  readonly kind: 'command';
  /** PascalCase imperative, that of its class. */
  readonly name: string;
  readonly input: InputClass<Input>;
  readonly summary: string;
  readonly example?: Partial<Input>;
  readonly on: LivingAggregate<WithStatus, Event>;
  id?(input: Input, commandId: string): string;
  locate?(input: Input, shell: CommandShell): Promise<string>;
  readonly by: Access;
  readonly in: readonly string[];
  legalDate?(input: Input): LocalDate | undefined;
  where?(input: Input): Scope;
  whereFacts?(known: never): readonly (Scope | undefined)[];
  readonly needs: Needs<Input>;
  prepare?(input: Input, shell: CommandShell): Promise<unknown>;
  check?(input: Input, state: never, known: never, principal: AnyPrincipal): void;
  claims?(wanted: never, state: never, known: never): readonly Claim[];
  readonly conceals?: true;
  readonly after?: Aftermath<never>;
  readonly atOnce?: AtOnce<never, Event>;
  tells?(event: RecordedEvent<Event>, shell: CommandShell): Promise<unknown>;
  namesPerson?(input: Input): boolean;
  readonly refuses: readonly RefusalCode[];
  decide(wanted: never, state: never, known: never): readonly Event[];
}

/**
 * Declares a command on one kind of thing, once: its input, who may give it, in which states, and its decision. Handler,
 * route, description of the API, access table and table of refusals follow from it.
 * @example export const rejectProtocol = defineCommandOn(protocol)({ input: RejectProtocol, … })
 * @throws TypeError where a legal date would judge nothing
 */
export function defineCommandOn<State extends WithStatus, Event extends DomainEvent>(
  on: LivingAggregate<State, Event>,
) {
  return <
    Input extends object,
    const Status extends StatusOf<State>,
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a command that needs to know nothing
    N extends Needs<Input> = {},
    Wanted = Input,
  >(
    declaration: CommandInput<Input, State, Event, Status, N, Wanted> & Address<Input>,
  ): CommandUseCase<Input, Event> => {
    const { input, needs = {}, refuses: list = [], ...rest } = declaration;
    const refuses = eachRefusal(list);
    if (rest.legalDate && (!isDated(on) || rest.in.includes('ABSENT' as Status))) {
      throw new TypeError(`${input.name} has a legal date, and is for something new or something without dated facts`);
    }
    return { kind: 'command', name: input.name, input, on, needs, refuses, ...rest } as unknown as CommandUseCase<
      Input,
      Event
    >;
  };
}
