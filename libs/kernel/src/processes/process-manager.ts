import type { RecordedEvent } from '../events/envelope.ts';
import { handlerTable, type EventHandler, type HandledEvents } from '../events/event-handler.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import type { CommandReference, WantedCommand } from './wanted-command.ts';

/** What an event makes of a process instance. */
export interface Reaction<State> {
  /** JSON; undefined when the process is over or does not concern this instance. */
  readonly state: State | undefined;
  readonly commands?: readonly WantedCommand[];
  /** Sets or replaces deadlines by id (milliseconds since the epoch); when due, the command is given. */
  readonly set?: readonly { readonly id: string; readonly dueAt: number; readonly command: WantedCommand }[];
  /** Ids of deadlines that no longer stand. */
  readonly clear?: readonly string[];
}

/**
 * Turns events into commands. Its state is folded in log order from all sides of its rule and never looked up in a read
 * model; its commands have deterministic ids, so that at-least-once is harmless. Pure: `recordedAt` is its only clock.
 */
export interface ProcessManager {
  /** kebab-case; it stands as the actor (`policy`) of the commands it gives. */
  readonly name: string;
  readonly handles: HandledEvents;
  /** Names of the commands that it may give. */
  readonly gives: ReadonlySet<string>;
  /** Whether a command that is refused waits for a person alone, and what its instance wants after it is given. */
  readonly goesOnWhenRefused?: boolean;
  /**
   * Whether each command is given once the one before it has come to something, whatever instances they are of: what it hands
   * out of the installation is then done and in the log, save the one in hand.
   */
  readonly oneAtATime?: boolean;
  /** What it gives at every start of a log that is older than it. */
  readonly onceCaughtUp?: OnceCaughtUp;
  keys(event: RecordedEvent): readonly string[];
  react(state: unknown, event: RecordedEvent, key: string): Reaction<unknown>;
}

/**
 * Given at every start, once the process manager has read what the log held then and given all that came of it: to say in the
 * log that what is older than the process manager is dealt with. It changes nothing the second time.
 */
export interface OnceCaughtUp {
  readonly command: WantedCommand;
  /**
   * Whether the log is older, as far as one of its events tells; the first one that does decides, so that no start reads a
   * whole log for it. Where none does, the log is not.
   */
  readonly isOlder: (event: StoredEvent) => boolean | undefined;
}

interface ProcessManagerInput<State> {
  name: string;
  /** Every command that a reaction may ask for. */
  gives: readonly CommandReference[];
  /** {@inheritDoc ProcessManager.goesOnWhenRefused} No when absent: what follows waits behind it. */
  goesOnWhenRefused?: boolean;
  /** {@inheritDoc ProcessManager.oneAtATime} No when absent: those of different instances go side by side. */
  oneAtATime?: boolean;
  /** Given once it has caught up with the log: see {@link ProcessManager.onceCaughtUp}. */
  onceCaughtUp?: OnceCaughtUp;
  /** Not needed where each handler has its own. */
  keys?: (event: RecordedEvent) => readonly string[];
  on: readonly EventHandler<State | undefined, Reaction<State>>[];
}

/**
 * Declares a process manager: which commands it gives, how its instances are keyed, and how it reacts to each event.
 * @throws TypeError when two handlers take one event
 */
export function defineProcessManager<State>({
  name,
  gives,
  goesOnWhenRefused = false,
  oneAtATime = false,
  onceCaughtUp,
  keys,
  on,
}: ProcessManagerInput<State>): ProcessManager {
  const table = handlerTable(name, on);
  const given = new Set(gives.map((command) => command.name));
  const requireGiven = (wanted: WantedCommand): void => {
    if (!given.has(wanted.name)) throw new TypeError(`${name} does not say that it gives ${wanted.name}`);
  };
  if (onceCaughtUp) requireGiven(onceCaughtUp.command);
  return {
    name,
    ...(onceCaughtUp ? { onceCaughtUp } : {}),
    handles: table.handles,
    gives: given,
    ...(goesOnWhenRefused ? { goesOnWhenRefused } : {}),
    ...(oneAtATime ? { oneAtATime } : {}),
    keys: (event) => table.of(event)?.keys?.(event) ?? keys?.(event) ?? [],
    react: (state, event, key) => {
      const reaction = table.of(event)?.handle(state as State | undefined, event, key) ?? { state };
      wantedBy(reaction).forEach(requireGiven);
      requireOneAboutEach(name, reaction);
      return reaction;
    },
  };
}

function wantedBy({ commands = [], set = [] }: Reaction<unknown>): WantedCommand[] {
  return [...commands, ...set.map(({ command }) => command)];
}

/** Two commands about the same would have one id. */
function requireOneAboutEach(name: string, { commands = [] }: Reaction<unknown>): void {
  const about = commands.flatMap((command) => command.about ?? []);
  const twice = about.find((one, index) => about.indexOf(one) !== index);
  if (twice !== undefined) throw new TypeError(`${name} gives two commands about ${twice} because of one event`);
}
