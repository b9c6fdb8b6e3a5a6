import type { EventDefinition } from './events/event-definition.ts';
import type { HandledEvents } from './events/event-handler.ts';
import type { ProcessManager } from './processes/process-manager.ts';
import type { CommandReference } from './processes/wanted-command.ts';
import type { Projection } from './projections/projection.ts';

/** All that the contexts bring, and what the kernel adds. */
export interface Edges {
  readonly definitions: readonly Pick<EventDefinition, 'type'>[];
  readonly projections: readonly Pick<Projection, 'name' | 'handles'>[];
  readonly processes: readonly Pick<ProcessManager, 'name' | 'handles' | 'gives'>[];
  /** Every command that a process manager may give and somebody carries out. */
  readonly commands: readonly CommandReference[];
}

/**
 * Looks whether what is handled is defined, and what is given is carried out, so that an installation with a loose end
 * does not start.
 * @returns a sentence for every event that two contexts define or that is handled and defined nowhere, every command that
 *   a process manager gives and nobody carries out, and every name that two projections or two process managers have
 */
export function looseEnds({ definitions, projections, processes, commands }: Edges): string[] {
  const defined = new Set<string>();
  const faults = [...namedTwice('projections', projections), ...namedTwice('process managers', processes)];
  for (const { type } of definitions) {
    if (defined.has(type)) faults.push(`${type} is defined twice: give one of the two events another name`);
    defined.add(type);
  }
  for (const { name, handles } of [...projections, ...processes]) {
    for (const type of typesOf(handles)) {
      if (!defined.has(type))
        faults.push(`${name} handles ${type}, which no context defines: list it among the events`);
    }
  }
  const carriedOut = new Set(commands.map(({ name }) => name));
  for (const { name, gives } of processes) {
    for (const command of gives) {
      if (!carriedOut.has(command)) {
        faults.push(`${name} gives ${command}, which nobody carries out: list it among the commands`);
      }
    }
  }
  return faults;
}

/** What they remember stands under their names. */
function namedTwice(what: string, named: readonly { readonly name: string }[]): string[] {
  const names = named.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => `two ${what} are called ${name}: give one of them another name`);
}

function typesOf(handles: HandledEvents): Iterable<string> {
  return 'every' in handles ? [] : handles;
}
