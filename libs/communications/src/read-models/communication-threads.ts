import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when } from '#kernel/domain';
import { orNull } from '#use-cases';
import { listOf, oneOf, Revision, Text, Timestamp } from '#vocabulary';
import {
  CommunicationAnswered,
  CommunicationContinued,
  CommunicationMailRegistered,
  CommunicationRegistered,
  CommunicationSent,
} from '../domain/events.ts';
import { MAX_MESSAGES } from '../domain/thread-bounds.ts';
import { RegisteredMail } from '../domain/vocabulary.ts';

/** One message of a thread. */
export const ThreadMessage = Type.Object(
  {
    revision: Revision,
    from: oneOf(['DIRECTORATE', 'CENTRE'], 'MessageFrom'),
    at: Timestamp,
    text: orNull(Text, 'What was written; null of what came by mail, which stays in the mailbox.'),
    mail: orNull(RegisteredMail, 'Of what came by mail: how it is known again.'),
  },
  { $id: 'ThreadMessageAnswer' },
);
export type ThreadMessage = Static<typeof ThreadMessage>;

export const ThreadMessages = listOf(ThreadMessage, MAX_MESSAGES);

/** What was written in one communication, apart from its line, which lists read. */
interface ThreadDocument {
  readonly id: string;
  readonly messages: readonly ThreadMessage[];
}

type Place = Pick<ThreadMessage, 'revision' | 'at'>;
const written = (from: ThreadMessage['from'], text: string, place: Place): ThreadMessage => ({
  ...{ ...place, from, text, mail: null },
});
const mailed = (mail: RegisteredMail, place: Place): ThreadMessage => ({
  ...{ ...place, from: 'DIRECTORATE', text: null, mail },
});
const added = (thread: ThreadDocument | undefined, id: string, message: ThreadMessage): ThreadDocument => ({
  id,
  messages: [...(thread?.messages ?? []), message],
});

/** The messages of each communication. */
export const communicationThreads = defineProjection<ThreadDocument>({
  name: 'communication-threads',
  version: 1,
  indexes: [],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([CommunicationSent, CommunicationContinued], (thread, { data, revision, recordedAt: at }, id) =>
      added(thread, id, written('DIRECTORATE', (data as { readonly text: string }).text, { revision, at })),
    ),
    when([CommunicationRegistered, CommunicationMailRegistered], (thread, { data, revision, recordedAt: at }, id) =>
      added(thread, id, mailed((data as { readonly mail: RegisteredMail }).mail, { revision, at })),
    ),
    when(CommunicationAnswered, (thread, { data: { text }, revision, recordedAt: at }, id) =>
      added(thread, id, written('CENTRE', text, { revision, at })),
    ),
  ],
});
