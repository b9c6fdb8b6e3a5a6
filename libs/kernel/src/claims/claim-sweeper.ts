import { CommandAbandoned } from '../commands/abandonment.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { EventDefinition, EventOf } from '../events/event-definition.ts';
import type { ProcessManager, Reaction } from '../processes/process-manager.ts';
import { give, type CommandReference, type WantedCommand } from '../processes/wanted-command.ts';

/** What a claim event says. */
export interface ClaimNote {
  /** Unique among the claims of one command. */
  readonly claimId: string;
  /** The command that the claim was made for. */
  readonly commandId: string;
  /**
   * Milliseconds since the epoch; after it the sweeper asks the target. Absent where whoever claimed gives the command again
   * until it is done, as a process manager does: then it is settled once the command was abandoned, and not before.
   */
  readonly until?: number;
  /** Tells the target to refuse the command from now on. */
  readonly abandon: WantedCommand;
  /** Gives the claim back. */
  readonly release: WantedCommand;
}

/** What an event says, read by its definition. */
export interface EventReading<Result> {
  readonly type: string;
  readonly read: (event: RecordedEvent) => Result;
}

/** Reads an event by its definition. */
export function reading<Definition extends EventDefinition, Result>(
  { type }: Definition,
  read: (event: RecordedEvent<EventOf<Definition>>) => Result,
): EventReading<Result> {
  return { type, read: read as EventReading<Result>['read'] };
}

/** Which claim was given back. */
interface Returned {
  readonly commandId: string;
  readonly claimId: string;
}

interface SweeperInput {
  name: string;
  /** The events that make a claim. */
  claimed: readonly EventReading<ClaimNote>[];
  /** The events that give one back, and which. */
  released: readonly EventReading<Returned>[];
  /** Events of the targets: any of them with the command's id says that it was carried out. */
  acted: readonly Pick<EventDefinition, 'type'>[];
  /** The commands that give claims back. */
  gives: readonly CommandReference[];
}

interface OpenClaim {
  readonly claimId: string;
  readonly settle: SettleClaim;
}

interface SweeperState {
  /** Of earlier versions the ids alone. */
  readonly open: readonly (OpenClaim | string)[];
}

/** Payload of {@link settleClaimCommand}. */
export interface SettleClaim {
  readonly abandon: WantedCommand;
  readonly release: WantedCommand;
}

/** What the sweeper gives: abandon, and unless that finds the command carried out, release. */
export const settleClaimCommand: CommandReference<SettleClaim> = { name: 'SettleClaim' };

/** Payload of {@link abandonCommand}. */
export interface AbandonCommandData {
  readonly category: string;
  readonly id: string;
  readonly abandonedCommandId: string;
}

/** Tells a target to refuse a command from now on. */
export const abandonCommand: CommandReference<AbandonCommandData> = { name: 'AbandonCommand' };

/**
 * A process manager that resolves claims whose process died between claim and act. An instance is a command; it is over
 * as soon as the act is seen, so in the common case nothing is ever stored. A command that was abandoned cannot act any
 * more: what it still holds is given back at once.
 */
export function claimSweeper(input: SweeperInput): ProcessManager {
  const claimed = readersOf(input.claimed);
  const released = readersOf(input.released);
  const abandoned = readersOf([reading(CommandAbandoned, ({ data }) => data.abandonedCommandId)]);
  const acted = input.acted.map(({ type }) => type);
  const gives = [settleClaimCommand, abandonCommand, ...input.gives];
  return {
    name: input.name,
    handles: new Set([...claimed.keys(), ...released.keys(), ...abandoned.keys(), ...acted]),
    gives: new Set(gives.map(({ name }) => name)),
    keys: (event) => [
      claimed.get(event.type)?.(event).commandId ??
        released.get(event.type)?.(event).commandId ??
        abandoned.get(event.type)?.(event) ??
        event.metadata.commandId,
    ],
    react: (state, event) => {
      const open = (state as SweeperState | undefined)?.open ?? [];
      const note = claimed.get(event.type)?.(event);
      if (note) return claimMade(open, note);
      if (abandoned.has(event.type)) return settleNow(open);
      const returned = released.get(event.type)?.(event);
      return close(open, returned ? [returned.claimId] : open.map(idOf));
    },
  };
}

function claimMade(
  open: SweeperState['open'],
  { claimId, until, abandon, release }: ClaimNote,
): Reaction<SweeperState> {
  const settle: SettleClaim = { abandon, release };
  return {
    state: { open: [...open, { claimId, settle }] },
    ...(until === undefined ? {} : { set: [{ id: claimId, dueAt: until, command: give(settleClaimCommand, settle) }] }),
  };
}

/** Of a claim whose id alone is known, the deadline knows how it is settled. */
function settleNow(open: SweeperState['open']): Reaction<SweeperState> {
  const known = open.filter((claim) => typeof claim !== 'string');
  return {
    ...close(open, known.map(idOf)),
    commands: known.map(({ settle }) => give(settleClaimCommand, settle)),
  };
}

function close(open: SweeperState['open'], closed: readonly string[]): Reaction<SweeperState> {
  const left = open.filter((claim) => !closed.includes(idOf(claim)));
  return { state: left.length > 0 ? { open: left } : undefined, clear: closed };
}

function idOf(claim: OpenClaim | string): string {
  return typeof claim === 'string' ? claim : claim.claimId;
}

function readersOf<Result>(events: readonly EventReading<Result>[]): Map<string, EventReading<Result>['read']> {
  return new Map(events.map(({ type, read }) => [type, read]));
}
