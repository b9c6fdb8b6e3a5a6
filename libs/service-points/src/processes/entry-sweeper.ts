import {
  abandonCommand,
  claimSweeper,
  give,
  type CommandReference,
  type EventDefinition,
  type EventReading,
  type ProcessManager,
  type WantedCommand,
} from '#kernel/domain';
import { operatorAuthorization } from '../domain/authorization/operator-authorization.ts';

/** That an authorisation is entered somewhere for a command on it: claimed before that is carried out. */
interface Entry {
  /** The command, which the entry is known by. */
  readonly entryId: string;
  readonly authorizationId: string;
  /** After it, a command that never came is abandoned, RFC 3339. */
  readonly until: string;
  /** Gives the entry back. */
  readonly release: WantedCommand;
}

interface EntriesSwept {
  readonly name: string;
  readonly entered: EventReading<Entry>;
  /** Which entry was given back. */
  readonly left: EventReading<string>;
  /** The command that gives one back. */
  readonly gives: CommandReference;
  /** What the commands on authorisations bring about that entries are made for. */
  readonly acted: readonly Pick<EventDefinition, 'type'>[];
}

/** Gives back the entries of authorisations for which a command died between claim and act. */
export function entrySweeper({ name, entered, left, gives, acted }: EntriesSwept): ProcessManager {
  const { category } = operatorAuthorization;
  return claimSweeper({
    ...{ name, acted },
    gives: [gives],
    claimed: [
      {
        type: entered.type,
        read: (event) => {
          const { entryId, authorizationId: id, until, release } = entered.read(event);
          const abandon = give(abandonCommand, { category, id, abandonedCommandId: entryId });
          return { claimId: entryId, commandId: entryId, until: Date.parse(until), abandon, release };
        },
      },
    ],
    released: [
      {
        type: left.type,
        read: (event) => {
          const entryId = left.read(event);
          return { claimId: entryId, commandId: entryId };
        },
      },
    ],
  });
}
