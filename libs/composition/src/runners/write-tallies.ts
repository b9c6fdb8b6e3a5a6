import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { CommandBus } from '@nestjs/cqrs';
import { messageOf } from '#kernel/domain';
import { commandMessageOf } from '#platform';
import type { ContextDefinition, Tallied, Tallies } from '#use-cases';

const EVERY_MS = 60 * 60_000;

interface Owed extends Tallied {
  readonly commandId: string;
}

/**
 * Writes down every hour, and at the end, what queries have counted. What cannot be written is tried again the next time,
 * by the same commands.
 * @returns what stops it, once all is written
 */
export function writeTallies(
  tallies: Tallies,
  bus: CommandBus,
  contexts: readonly ContextDefinition[],
): () => Promise<void> {
  const commands = new Map(contexts.flatMap((context) => context.commands).map((command) => [command.name, command]));
  const logger = new Logger('Tallies');
  let owed: readonly Owed[] = [];
  const give = async ({ tally: { name, command: wanted }, key, count, commandId }: Owed): Promise<void> => {
    const command = commands.get(wanted.name);
    if (!command) throw new TypeError(`no context has a command called ${wanted.name}`);
    const Message = commandMessageOf(command);
    const origin = { commandId, actor: { kind: 'policy' as const, name }, correlationId: commandId };
    const data = { ...key, count };
    await bus.execute(
      new Message({ data, origin: { ...origin, causationId: commandId }, principal: { role: 'policy', name } }),
    );
  };
  const write = async (): Promise<void> => {
    owed = [...owed, ...tallies.take().map((counted) => ({ ...counted, commandId: randomUUID() }))];
    try {
      for (const one of owed) {
        await give(one);
        owed = owed.filter((other) => other !== one);
      }
    } catch (error) {
      logger.warn(messageOf(error));
    }
  };
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await writing;
    await write();
  };
}
