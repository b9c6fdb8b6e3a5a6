import { Type, type Static } from '@sinclair/typebox';
import type { CommandResult } from '#kernel/domain';
import type { HttpReply } from './fastify.ts';

/** What every accepted command answers. */
export const CommandAnswer = Type.Object(
  {
    id: Type.String({ maxLength: 200, description: 'Id of what was created or changed.' }),
    logId: Type.String({
      maxLength: 100,
      description: 'Identity of the log; give it back as `logId` with `position`.',
    }),
    revision: Type.Integer({
      ...{ format: 'int64', minimum: -1, maximum: Number.MAX_SAFE_INTEGER },
      description: 'Revision after the command; give it back in If-Match, as `"<revision>"`.',
    }),
    position: Type.String({
      maxLength: 19,
      description: 'Give it back as `minPosition` to read a model that has seen this command.',
    }),
  },
  { $id: 'CommandAnswer' },
);
export type CommandAnswer = Static<typeof CommandAnswer>;

/**
 * The answer to a command, with its ETag; where it created something, 201 and the Location, else 200.
 * @param answer.id id of what was created or changed
 * @param answer.created path of what was created, for example `/rest/protocols/v1/protocols/<id>`
 */
export function answer(
  reply: HttpReply,
  result: Pick<CommandResult, 'logId' | 'revision' | 'position'>,
  { id, created }: { readonly id: string; readonly created?: string },
): CommandAnswer {
  const { logId, revision, position } = result;
  void reply.status(created === undefined ? 200 : 201).header('etag', `"${revision}"`);
  if (created !== undefined) void reply.header('location', created);
  return { id, logId, revision, position };
}
