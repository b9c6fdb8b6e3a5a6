import { deriveId, type Around, type DomainEvent, type WithStatus } from '#kernel/domain';
import { authorizeDestination, authorizeRole } from '../access/authorize.ts';
import { accessFor } from '../access/grants.ts';
import type { AnyPrincipal } from '../access/principal.ts';
import { standingOn } from '../dated/define-dated-aggregate.ts';
import { admit, daysOf, refuseWrongState } from './admission.ts';
import type { CommandUseCase, Known } from './define-command.ts';
import { drawnFor, factsWanted, lookUp, settingsFor } from './look-up.ts';
import type { ShellParts } from './shell.ts';

/** What rules are rehearsed with. */
export type RehearsalParts = Pick<ShellParts, 'clock' | 'executor' | 'settings' | 'draws'>;

/** What a command would make of its thing. */
export interface Rehearsal<State> extends Around<State> {
  /** Of the last event that the thing has; -1 where it has none. */
  readonly revision: number;
}

/**
 * What a command would bring about if it were given now, by this principal: its rule is asked on the thing as the log has it,
 * and nothing is written. What it would claim elsewhere, and could not have, shows only when it is given.
 * @throws DomainError whatever the command would be refused with, claims aside
 */
export async function rehearse<State extends WithStatus, Input extends object, Event extends DomainEvent>(
  command: CommandUseCase<Input, Event>,
  input: Input,
  principal: AnyPrincipal,
  parts: RehearsalParts,
): Promise<Rehearsal<State>> {
  const { on, needs } = command;
  const declared = { ...command, by: accessFor(command.by, input) };
  authorizeRole(principal, declared.by);
  authorizeDestination(principal, declared.by, command.where?.(input));
  // No command has this id: what would be new has another when it comes to be.
  const commandId = deriveId('rehearsal', command.name);
  const id = command.id?.(input, commandId);
  if (id === undefined) throw new TypeError(`${command.name} does not say by its input which thing it is for`);
  const now = parts.clock.now();
  const choices = { ...settingsFor(needs, parts), ...drawnFor(needs, commandId, parts) };
  const known: Known = { ...daysOf(command, input, now), now, commandId, id, ...choices };
  const { executor } = parts;
  const revision = await executor.look(on, id, (_state, seen) => seen.revision);
  // Twice the same, read from the log: what a rule is asked on must not change with what it answers.
  const { before, after } = await executor.around(on, id, revision + 1);
  admit(declared, { principal, input, state: before, id });
  const state = standingOn(on, before, known);
  const facts = { ...known, ...(await lookUp(factsWanted(needs, input, state), known, parts)) };
  refuseWrongState(command, state, { id, legalDate: known.legalDate });
  authorizeDestination(principal, declared.by, ...(command.whereFacts?.(facts as never) ?? []));
  const events = command.decide(input as never, state as never, facts as never);
  const recordedAt = new Date(now).toISOString();
  const changed = events.reduce<WithStatus>(
    (last, event, index) => on.evolve(last, event, { revision: revision + 1 + index, recordedAt }),
    after,
  );
  return { before: before as State, after: changed as State, revision };
}
