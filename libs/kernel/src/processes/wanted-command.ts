/** Only in types: what a command's payload is. */
declare const payload: unique symbol;

/** A command as process managers name it: whatever has its name, and knows the type of its payload. */
export interface CommandReference<Data = unknown> {
  /** Under which the dispatcher knows it, for example `DeactivatePuntoCliente`; it stands in stored work, so it stays. */
  readonly name: string;
  readonly [payload]?: Data;
}

/** A command that a reaction asks for; its id is derived from process, instance, event and place in the list. */
export interface WantedCommand {
  /** Name under which the dispatcher knows it, for example `DeactivatePuntoCliente`. */
  readonly name: string;
  /** JSON. */
  readonly data: unknown;
  /** What of the instance it is about: it takes the place of one about the same that was not sent yet. */
  readonly about?: string;
}

/**
 * Asks for a command.
 * @param about what of the instance it is about, where one that comes later makes it needless
 */
export function give<Data>(command: CommandReference<Data>, data: NoInfer<Data>, about?: string): WantedCommand {
  return { name: command.name, data, ...(about === undefined ? {} : { about }) };
}
