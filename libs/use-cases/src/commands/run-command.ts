import {
  isSystemError,
  START,
  streamName,
  SystemError,
  type CommandOrigin,
  type CommandResult,
  type DomainEvent,
  type WithStatus,
} from '#kernel/domain';
import { refuseStale } from '#kernel/execution';
import { authorizeDestination, authorizeRole, isBoundToTerritory } from '../access/authorize.ts';
import { accessFor } from '../access/grants.ts';
import type { AnyPrincipal } from '../access/principal.ts';
import { LoggedLookUps } from '../personal-data/logged-look-ups.ts';
import { standingOn } from '../dated/define-dated-aggregate.ts';
import { admit, daysOf, refuseWrongState } from './admission.ts';
import type { CommandEnvelope } from './command-envelope.ts';
import { carryOutAtOnce } from './at-once.ts';
import type { Aftermath, CommandOutcome, CommandUseCase, Known } from './define-command.ts';
import { drawnFor, factsWanted, lookUp, settingsFor } from './look-up.ts';
import type { CommandShell, ShellParts } from './shell.ts';
import { toldWithin } from './taken-by.ts';
import type { Scope } from '../access/scope.ts';

/** A command on its way to one thing. */
interface Addressed<Input extends object, Event extends DomainEvent> {
  readonly command: CommandUseCase<Input, Event>;
  readonly envelope: CommandEnvelope<Input>;
  /** Id of the thing. */
  readonly id: string;
  readonly parts: ShellParts;
  readonly shell: CommandShell;
}

/**
 * Carries out a command as it is declared: role, where something new will stand, repeat, presence, territory, facts,
 * state, rule, destination, and what follows from it. Whoever looks a person up stands in the access log.
 * @throws DomainError what the declaration refuses, and what every command may be: ROLE_NOT_ALLOWED, OUTSIDE_TERRITORY,
 *   not found, already there, in a state that forbids it
 * @throws SystemError as {@link CommandExecutor.execute}
 */
export async function runCommand<Input extends object, Event extends DomainEvent>(
  command: CommandUseCase<Input, Event>,
  envelope: CommandEnvelope<Input>,
  parts: ShellParts,
): Promise<CommandOutcome<Event>> {
  const { data: input, principal, origin } = envelope;
  const resource = command.id ? streamName(command.on.category, command.id(input, origin.commandId)) : command.name;
  const lookUps = new LoggedLookUps(parts.personalData, { principal, purpose: command.name, resource }, parts);
  try {
    return await carryOutLogged(command, envelope, { ...parts, personalData: lookUps });
  } catch (refusal) {
    await lookUps.recordRefusal(refusal, command.namesPerson?.(input) ?? false);
    throw refusal;
  }
}

async function carryOutLogged<Input extends object, Event extends DomainEvent>(
  command: CommandUseCase<Input, Event>,
  envelope: CommandEnvelope<Input>,
  parts: ShellParts,
): Promise<CommandOutcome<Event>> {
  const { data: input, principal, origin } = envelope;
  const admitted = { ...command, by: accessFor(command.by, input) };
  authorizeRole(principal, admitted.by);
  authorizeDestination(principal, admitted.by, command.where?.(input));
  const look: CommandShell['look'] = (aggregate, address, read) => parts.executor.look(aggregate, address, read);
  const shell: CommandShell = { ...parts, principal, origin, look };
  const id = await addressOf(command, envelope, parts, shell);
  if (command.conceals) refuseStale(streamName(command.on.category, id), TOLD_REVISION, envelope.ifRevision);
  const addressed = { command: admitted, envelope, id, parts, shell };
  const acted = await (command.after ? withAftermath(addressed, command.after) : carryOut(addressed));
  const done = command.atOnce ? await carryOutAtOnce(acted, command.atOnce, addressed, runCommand) : acted;
  const result = await withTold(done, addressed);
  return command.conceals ? { ...result, revision: TOLD_REVISION, position: START } : result;
}

/** What is told of a thing whose history is concealed. */
const TOLD_REVISION = 0;

/** Whatever comes of the command, what the log says must follow is carried out before that is told. */
async function withAftermath<Input extends object, Event extends DomainEvent>(
  addressed: Addressed<Input, Event>,
  { when, carryOut: follow }: Aftermath<never>,
): Promise<CommandResult<Event>> {
  const { command, id, parts, shell } = addressed;
  const makeGood = async (): Promise<void> => {
    if (await parts.executor.look(command.on, id, (state) => when(state as never))) await follow(id, shell);
  };
  let result: CommandResult<Event>;
  try {
    result = await carryOut(addressed);
  } catch (error) {
    // A failure says whether anything was written; that of what follows could not.
    await (isSystemError(error) ? makeGood().catch(() => undefined) : makeGood());
    throw error;
  }
  await afterAct(makeGood, 'the act stands, and what follows from it may not yet');
  return result;
}

async function withTold<Input extends object, Event extends DomainEvent>(
  result: CommandOutcome<Event>,
  { command, shell }: Addressed<Input, Event>,
): Promise<CommandOutcome<Event>> {
  if (!command.tells) return result;
  const tellAll = () => Promise.all(result.events.map(async (event) => command.tells?.(event, shell)));
  return { ...result, told: await afterAct(tellAll, 'the act stands, and what is told of it could not be made') };
}

/**
 * Does what comes after an act.
 * @throws SystemError OUTCOME_UNKNOWN in the place of STORE_UNAVAILABLE, which would tell that nothing was written
 */
async function afterAct<Result>(follow: () => Promise<Result>, failing: string): Promise<Result> {
  try {
    return await follow();
  } catch (cause) {
    if (!isSystemError(cause, 'STORE_UNAVAILABLE')) throw cause;
    throw new SystemError('OUTCOME_UNKNOWN', failing, {}, { cause });
  }
}

async function addressOf<Input extends object, Event extends DomainEvent>(
  command: CommandUseCase<Input, Event>,
  { data: input, origin }: CommandEnvelope<Input>,
  { executor }: ShellParts,
  shell: CommandShell,
): Promise<string> {
  if (command.id) return command.id(input, origin.commandId);
  const found = (await executor.carriedOutOn(command.on, origin)) ?? (await command.locate?.(input, shell));
  if (found === undefined) throw new TypeError(`${command.name} does not say which thing it is for`);
  return found;
}

async function carryOut<Input extends object, Event extends DomainEvent>({
  command,
  envelope: { data: input, principal, origin, ifRevision },
  id,
  parts,
  shell,
}: Addressed<Input, Event>): Promise<CommandResult<Event>> {
  const { on: aggregate, needs } = command;
  const { executor } = parts;
  const { commandId } = origin;
  const cameAt = parts.clock.now();
  // Where the shell has found it, nobody has named it.
  const named = command.id ? { id } : {};
  const authorize = (state: WithStatus): void => {
    admit(command, { principal, input, state, ...named });
  };
  const choices = { ...settingsFor(needs, parts), ...drawnFor(needs, commandId, parts) };
  const knownAt = (now: number): Known => ({ ...daysOf(command, input, now), now, commandId, id, ...choices });
  /** The state that the command is judged on, once it takes that. */
  const judged = (present: WithStatus, known: Known): WithStatus => {
    const state = standingOn(aggregate, present, known);
    refuseWrongState(command, state, { ...named, legalDate: known.legalDate });
    return state;
  };

  let wanted: unknown = input;
  if (command.prepare || command.check) {
    const known = knownAt(parts.clock.now());
    const admitOn = (state: WithStatus, revision: number): WithStatus => {
      authorize(state);
      refuseStale(streamName(aggregate.category, id), revision, ifRevision);
      return judged(state, known);
    };
    try {
      // A repeat is answered before anybody's data is looked at: they may have been erased since.
      const answer = await answerOrCheck(command, input, { id, principal, origin, admitOn, known, parts });
      if (answer) return answer;
    } catch (refusal) {
      if (!command.claims) throw refusal;
      return await executor.refuse(aggregate, { id, origin }, refusal);
    }
    if (command.prepare) wanted = await command.prepare(input, shell);
  }
  // Of the last decision: what it claims follows from the same.
  let seen: Readonly<Record<string, unknown>> = {};
  const acting = executor.execute(aggregate, {
    id,
    origin,
    cameAt,
    authorize,
    // Whom no territory binds, no destination is refused.
    ...(isBoundToTerritory(principal, command.by)
      ? {
          authorizeScope: (scope: Scope) => {
            authorizeDestination(principal, command.by, scope);
          },
        }
      : {}),
    decide: async (present, { now }) => {
      const known = knownAt(now);
      const state = standingOn(aggregate, present, known);
      seen = await lookUp(factsWanted(needs, input, state), known, parts);
      const facts = { ...known, ...seen };
      refuseWrongState(command, state, { ...named, legalDate: known.legalDate });
      authorizeDestination(principal, command.by, ...(command.whereFacts?.(facts as never) ?? []));
      return command.decide(wanted as never, state as never, facts as never);
    },
    ...(command.claims
      ? {
          claims: (present: WithStatus, { now }: { readonly now: number }) => {
            const known = knownAt(now);
            const facts = { ...known, ...seen };
            return command.claims?.(wanted as never, judged(present, known) as never, facts as never) ?? [];
          },
        }
      : {}),
    ...(ifRevision === undefined || command.conceals ? {} : { ifRevision }),
  });
  return acting.catch(async (refusal: unknown) => {
    throw await toldWithin(refusal, principal, command, parts);
  });
}

interface Checking {
  readonly id: string;
  readonly principal: AnyPrincipal;
  readonly origin: CommandOrigin;
  /** Refuses who may not, and what may not be; returns the state that the command is judged on. */
  readonly admitOn: (state: WithStatus, revision: number) => WithStatus;
  readonly known: Known;
  readonly parts: ShellParts;
}

/**
 * Refuses what can be refused before anybody's data is looked at: on the state as it stands, with the facts it asks for.
 * @returns the answer of a command that was carried out before
 */
async function answerOrCheck<Input extends object, Event extends DomainEvent>(
  command: CommandUseCase<Input, Event>,
  input: Input,
  { id, principal, origin, admitOn, known, parts }: Checking,
): Promise<CommandResult<Event> | undefined> {
  const { on, needs } = command;
  const { executor } = parts;
  const refuse = (state: WithStatus, facts: Known): void => {
    authorizeDestination(principal, command.by, ...(command.whereFacts?.(facts as never) ?? []));
    command.check?.(input, state as never, facts as never, principal);
  };
  const looked = await executor.lookUnlessAnswered(on, id, origin, (present, { revision }) => {
    const state = admitOn(present, revision);
    const facts = command.check ? factsWanted(needs, input, state) : [];
    if (facts.length === 0) refuse(state, known);
    return facts;
  });
  if ('answer' in looked) return looked.answer;
  if (looked.seen.length === 0) return undefined;
  const informed = { ...known, ...(await lookUp(looked.seen, known, parts)) };
  await executor.look(on, id, (present, { revision }) => {
    refuse(admitOn(present, revision), informed);
  });
  return undefined;
}
