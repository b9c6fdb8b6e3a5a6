import type { RecordedEvent } from '../events/envelope.ts';
import type { ProcessManager, Reaction, WantedCommand } from '../processes/process-manager.ts';

/** What a claim event says. */
export interface ClaimNote {
  /** Unique among the claims of one command. */
  readonly claimId: string;
  /** The command that the claim was made for. */
  readonly commandId: string;
  /** Milliseconds since the epoch; after it the sweeper asks the target. */
  readonly until: number;
  /** Tells the target to refuse the command from now on. */
  readonly abandon: WantedCommand;
  /** Gives the claim back. */
  readonly release: WantedCommand;
}

interface SweeperInput {
  name: string;
  /** Event types that make a claim. */
  claimed: Readonly<Record<string, (event: RecordedEvent) => ClaimNote>>;
  /** Event types that give one back, and which. */
  released: Readonly<Record<string, (event: RecordedEvent) => { commandId: string; claimId: string }>>;
  /** Event types of the targets: any of them with the command's id says that it was carried out. */
  acted: readonly string[];
}

interface SweeperState {
  readonly open: readonly string[];
}

/** Name of the command that the sweeper gives: abandon, and unless that finds the command carried out, release. */
export const SETTLE_CLAIM = 'SettleClaim';

/** Payload of {@link SETTLE_CLAIM}. */
export interface SettleClaim {
  readonly abandon: WantedCommand;
  readonly release: WantedCommand;
}

/**
 * A process manager that resolves claims whose process died between claim and act. An instance is a command; it is over
 * as soon as the act is seen, so in the common case nothing is ever stored.
 */
export function claimSweeper(input: SweeperInput): ProcessManager {
  const acted = new Set(input.acted);
  return {
    name: input.name,
    handles: new Set([...Object.keys(input.claimed), ...Object.keys(input.released), ...acted]),
    keys: (event) => [
      input.claimed[event.type]?.(event).commandId ??
        input.released[event.type]?.(event).commandId ??
        event.metadata.commandId,
    ],
    react: (state, event) => {
      const open = (state as SweeperState | undefined)?.open ?? [];
      const note = input.claimed[event.type]?.(event);
      if (note) return claimMade(open, note);
      const returned = input.released[event.type]?.(event);
      return close(open, returned ? [returned.claimId] : open);
    },
  };
}

function claimMade(open: readonly string[], note: ClaimNote): Reaction<SweeperState> {
  const settle: SettleClaim = { abandon: note.abandon, release: note.release };
  return {
    state: { open: [...open, note.claimId] },
    set: [{ id: note.claimId, dueAt: note.until, command: { name: SETTLE_CLAIM, data: settle } }],
  };
}

function close(open: readonly string[], closed: readonly string[]): Reaction<SweeperState> {
  const left = open.filter((claimId) => !closed.includes(claimId));
  return { state: left.length > 0 ? { open: left } : undefined, clear: closed };
}
