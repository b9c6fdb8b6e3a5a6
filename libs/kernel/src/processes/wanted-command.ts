import { deriveId } from '../commands/command-id.ts';

/** Only in types: what a command's payload is. */
declare const payload: unique symbol;

/** A command as process managers name it: whatever has its name, and knows the type of its payload. */
export interface CommandReference<Data = unknown> {
  /** Under which the dispatcher knows it, for example `DeactivatePuntoCliente`; it stands in stored work, so it stays. */
  readonly name: string;
  readonly [payload]?: Data;
}

/**
 * A command that a reaction asks for. Its id is derived from process, instance, event and what it is about, or else its place
 * in the list.
 */
export interface WantedCommand {
  /** Name under which the dispatcher knows it, for example `DeactivatePuntoCliente`. */
  readonly name: string;
  /** JSON. */
  readonly data: unknown;
  /** What of the instance it is about, once in a reaction: it takes the place of one about the same that was not sent yet. */
  readonly about?: string;
}

/**
 * Asks for a command.
 * @param about what of the instance it is about, where one that comes later makes it needless
 */
export function give<Data>(command: CommandReference<Data>, data: NoInfer<Data>, about?: string): WantedCommand {
  return { name: command.name, data, ...(about === undefined ? {} : { about }) };
}

/** Which reaction wants a command. */
interface Wanting {
  /** Name of the process manager. */
  readonly process: string;
  /** Of the instance. */
  readonly key: string;
  readonly eventId: string;
}

/**
 * The id of a command that a process manager wants about something, because of an event. Whoever carries it out before the
 * process manager does so under this id: the second of the two finds it done.
 */
export function idOfCommandAbout({ process, key, eventId }: Wanting, about: string): string {
  return deriveId('process', process, key, eventId, 'about', about);
}
