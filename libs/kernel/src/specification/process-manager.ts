import { deepStrictEqual } from 'node:assert';
import type { DomainEvent } from '../events/domain-event.ts';
import type { ProcessManager } from '../processes/process-manager.ts';
import type { WantedCommand } from '../processes/wanted-command.ts';
import { asJson } from './expectations.ts';
import { recordedLog, type Envelope } from './recorded.ts';

interface Outcome {
  /** Commands wanted by the last event, over all its instances. */
  readonly commands: readonly WantedCommand[];
  /** Deadlines that stand after all events, by instance and id. */
  readonly deadlines: ReadonlyMap<string, { readonly dueAt: number; readonly command: WantedCommand }>;
  state(key: string): unknown;
}

/** A specification of a process manager: `processManager(expiry).given(events).thenCommands(…)`. */
export function processManager(subject: ProcessManager): {
  given<Event extends DomainEvent>(
    ...entries: (Event | readonly [Event, Envelope])[]
  ): Outcome & {
    /** The last event makes it want exactly these commands. */
    thenCommands(...expected: WantedCommand[]): void;
    /** These deadlines stand, as `[instance, deadline id, due at in ms, command name]`. */
    thenDeadlines(...expected: (readonly [string, string, number, string])[]): void;
  };
} {
  return {
    given: (...entries) => {
      const outcome = play(subject, entries);
      return {
        ...outcome,
        thenCommands: (...expected) => {
          deepStrictEqual(asJson(outcome.commands), asJson(expected));
        },
        thenDeadlines: (...expected) => {
          const standing = [...outcome.deadlines].map(([id, { dueAt, command }]) => [
            ...(JSON.parse(id) as [string, string]),
            dueAt,
            command.name,
          ]);
          deepStrictEqual(standing, expected);
        },
      };
    },
  };
}

function play<Event extends DomainEvent>(
  subject: ProcessManager,
  entries: readonly (Event | readonly [Event, Envelope])[],
): Outcome {
  const states = new Map<string, unknown>();
  const deadlines = new Map<string, { dueAt: number; command: WantedCommand }>();
  let commands: WantedCommand[] = [];
  for (const event of recordedLog(entries)) {
    commands = [];
    if (!subject.handles.has(event.type)) continue;
    for (const key of subject.keys(event)) {
      const reaction = subject.react(states.get(key), event, key);
      states.set(key, reaction.state);
      commands.push(...(reaction.commands ?? []));
      for (const id of reaction.clear ?? []) deadlines.delete(JSON.stringify([key, id]));
      for (const { id, dueAt, command } of reaction.set ?? [])
        deadlines.set(JSON.stringify([key, id]), { dueAt, command });
    }
  }
  return { commands, deadlines, state: (key) => states.get(key) };
}
