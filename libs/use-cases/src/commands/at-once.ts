import {
  commandAbandoned,
  idOfCommandAbout,
  isAfter,
  isDomainError,
  SystemError,
  type CommandOrigin,
  type CommandResult,
  type DomainEvent,
  type LivingAggregate,
  type Position,
  type RecordedEvent,
  type WantedCommand,
  type WithStatus,
} from '#kernel/domain';
import type { CommandEnvelope } from './command-envelope.ts';
import type { AtOnce, CommandOutcome, CommandUseCase } from './define-command.ts';
import type { ShellParts } from './shell.ts';

/** The act for which something is done at once. */
interface Acted<Event extends DomainEvent> {
  readonly command: { readonly on: LivingAggregate<WithStatus, Event> };
  readonly envelope: CommandEnvelope<object>;
  /** Id of the thing. */
  readonly id: string;
  readonly parts: ShellParts;
}

/** Carries out a declared command. */
type Run = <Input extends object, Event extends DomainEvent>(
  command: CommandUseCase<Input, Event>,
  envelope: CommandEnvelope<Input>,
  parts: ShellParts,
) => Promise<CommandOutcome<Event>>;

/** What came of one command that was carried out at once. */
interface Followed {
  readonly position: Position;
  readonly told: readonly unknown[];
}

/** So many of the things that are commanded at once are commanded side by side. */
const SIDE_BY_SIDE = 8;

/**
 * Does for an act what its process manager would do for it (see {@link AtOnce}). A repeat does it again, under the same ids,
 * and finds it done.
 * @returns the act, with the position of the last that was done, and with what is told of it
 * @throws SystemError OUTCOME_UNKNOWN when some of it could not be done: the act stands, and a repeat completes it, as the
 *   process manager does
 */
export async function carryOutAtOnce<Event extends DomainEvent>(
  result: CommandResult<Event>,
  atOnce: AtOnce<never, Event>,
  acted: Acted<Event>,
  run: Run,
): Promise<CommandOutcome<Event>> {
  const { command, id, parts } = acted;
  const done: Followed[] = [];
  try {
    for (const event of result.events) {
      const around = () => parts.executor.around(command.on, id, event.revision) as Promise<never>;
      const wanted = await atOnce.wanted({ event, around });
      const inTurn = (group: readonly WantedCommand[]) =>
        oneByOne(group, (each) => follow(each, event, atOnce, acted, run));
      done.push(...(await sideBySide(byThing(wanted, atOnce.gives), inTurn)).flat());
    }
  } catch (cause) {
    throw new SystemError('OUTCOME_UNKNOWN', 'the act stands, and what is done for it may not yet be', {}, { cause });
  }
  const position = done.reduce((last, { position: at }) => (isAfter(at, last) ? at : last), result.position);
  return { ...result, position, ...(atOnce.tells ? { told: done.flatMap(({ told }) => told) } : {}) };
}

async function follow<Event extends DomainEvent>(
  { data, about }: WantedCommand,
  event: RecordedEvent<Event>,
  { as: name, instance, gives, tells }: AtOnce<never, Event>,
  { envelope, id, parts }: Acted<Event>,
  run: Run,
): Promise<Followed> {
  if (about === undefined) throw new TypeError(`${name} does not say what a ${gives.name} is about`);
  const { eventId, metadata } = event;
  const key = instance?.(event) ?? id;
  const origin: CommandOrigin = {
    commandId: idOfCommandAbout({ process: name, key, eventId }, about),
    actor: { kind: 'policy', name },
    causationId: eventId,
    correlationId: metadata.$correlationId,
  };
  const given = { data: data as never, principal: { role: 'policy', name } as const, origin };
  const outcome = await run(gives, given, parts).catch((refusal: unknown) => {
    if (isDone(refusal)) return undefined;
    throw refusal;
  });
  const of = gives.id?.(data as never, origin.commandId);
  if (of === undefined) throw new TypeError(`${gives.name} does not say by its input which thing it is for`);
  return parts.executor.look(gives.on, of, (state, seen) => ({
    // Where it was done before, by another command, it stands somewhere up to here.
    position: outcome?.position ?? seen.position,
    told: tells?.(state as never, event, envelope.data, outcome?.told ?? []) ?? [],
  }));
}

/** What leaves its process manager nothing to do either. */
function isDone(refusal: unknown): boolean {
  return isDomainError(refusal) && (refusal.kind === 'already-so' || refusal.code === commandAbandoned.code);
}

/** Commands for one thing are carried out one after another, in their order. */
function byThing(wanted: readonly WantedCommand[], command: CommandUseCase): (readonly WantedCommand[])[] {
  return [...Map.groupBy(wanted, ({ data, about = '' }) => command.id?.(data as object, about) ?? about).values()];
}

async function oneByOne<Each, Result>(
  all: readonly Each[],
  take: (each: Each) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const each of all) results.push(await take(each));
  return results;
}

/** Takes some at a time; all that were begun are over when one fails. */
async function sideBySide<Each, Result>(
  all: readonly Each[],
  take: (each: Each) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < all.length; first += SIDE_BY_SIDE) {
    const some = await Promise.allSettled(all.slice(first, first + SIDE_BY_SIDE).map(take));
    for (const one of some) {
      if (one.status === 'rejected') throw one.reason;
      results.push(one.value);
    }
  }
  return results;
}
