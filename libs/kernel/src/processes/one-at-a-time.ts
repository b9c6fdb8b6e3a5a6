import { Mutex } from '../mutex.ts';
import type { PlannedCommand, ProcessInstance, WorkStore } from '../ports/work-store.ts';
import type { Sent } from './sender.ts';

/** Gives a command that an instance owes. */
export type Give = (key: string, command: PlannedCommand) => Promise<Sent>;

interface InTurn {
  /** Name of the process manager. */
  readonly process: string;
  readonly work: WorkStore;
  /** After it nothing is begun: another may run. */
  readonly signal: AbortSignal;
  readonly give: Give;
}

/**
 * Gives commands one at a time: the next one once the one before is done and in the log, refused, or to be given later because
 * its time has not come. One that a failure has left open may have acted: until that is known, no other is given.
 */
export function oneAtATime({ process, work, signal, give }: InTurn): Give {
  const turns = new Mutex();
  let open: { readonly key: string; readonly commandId: string } | undefined;

  const waitsForOther = async (commandId: string): Promise<boolean> => {
    if (!open || open.commandId === commandId) return false;
    const instance = (await work.load(process, [open.key])).get(open.key);
    // One that waits for a person holds up nothing, nor does one that is wanted no more.
    return instance?.parked === undefined && isOwed(open.commandId, instance);
  };
  return (key, command) =>
    turns.run(async () => {
      const { commandId } = command;
      if (signal.aborted || (await waitsForOther(commandId))) return { outcome: 'not yet' };
      const sent = await give(key, command);
      open = sent.outcome === 'later' ? { key, commandId } : undefined;
      return sent;
    });
}

/** Whether an instance still has a command to give, now or once it is due. */
export function isOwed(commandId: string, instance: ProcessInstance | undefined): boolean {
  const owed = [...(instance?.unsent ?? []), ...(instance?.deadlines ?? []).map(({ command }) => command)];
  return owed.some((command) => command.commandId === commandId);
}
