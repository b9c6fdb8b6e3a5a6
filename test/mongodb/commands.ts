import { MongoClient, type CommandStartedEvent, type Document } from 'mongodb';

/** The same server, for a client that tells what it sends. */
export function monitored(url: string): string {
  const watched = new URL(url);
  watched.pathname ||= '/';
  watched.searchParams.set('monitorCommands', 'true');
  return watched.href;
}

/** Commands that clients with monitoring send, until the end. */
export function commandsFromHereOn(): { commands: readonly Document[]; end: () => void } {
  const commands: Document[] = [];
  const prototype = MongoClient.prototype as { emit: (...args: unknown[]) => boolean };
  const { emit } = prototype;
  prototype.emit = function (this: unknown, ...args) {
    if (args[0] === 'commandStarted') commands.push((args[1] as CommandStartedEvent).command);
    return emit.apply(this, args);
  };
  return { commands, end: () => void (prototype.emit = emit) };
}
