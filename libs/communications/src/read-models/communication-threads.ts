import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, streamName, when, type RecordedEvent } from '#kernel/domain';
import { MailAccepted, MailLeftOut, MailState, type MailEvent } from '#mail';
import { orNull } from '#use-cases';
import { listOf, oneOf, Revision, Text, Timestamp } from '#vocabulary';
import {
  CommunicationAnswered,
  CommunicationContinued,
  CommunicationMailRegistered,
  CommunicationRegistered,
  CommunicationSent,
} from '../domain/events.ts';
import { communication } from '../domain/communication.ts';
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
    mailed: orNull(
      Type.Object({ state: MailState, at: Timestamp }),
      'What has become of the mail for it: accepted by the mail server, or left out, as none is configured or there is no address; null before.',
    ),
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
  ...{ ...place, from, text, mail: null, mailed: null },
});
const mailed = (mail: RegisteredMail, place: Place): ThreadMessage => ({
  ...{ ...place, from: 'DIRECTORATE', text: null, mail, mailed: null },
});
/** The communication that a mail is about, if it is about one. */
const aboutCommunication = ({ data: { stream } }: RecordedEvent<MailEvent>): readonly string[] => {
  const id = idOf(stream);
  return stream === streamName(communication.category, id) ? [id] : [];
};
/** A mail stands where it was sent, whenever it is registered. */
const writtenAt = ({ mail, at }: ThreadMessage): string => mail?.sentAt ?? at;
const added = (thread: ThreadDocument | undefined, id: string, message: ThreadMessage): ThreadDocument => {
  const messages = thread?.messages ?? [];
  const place = messages.findLastIndex((one) => writtenAt(one) <= writtenAt(message)) + 1;
  return { id, messages: messages.toSpliced(place, 0, message) };
};

/** The messages of each communication, in the order in which they were written. */
export const communicationThreads = defineProjection<ThreadDocument>({
  name: 'communication-threads',
  version: 2,
  indexes: [],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([CommunicationSent, CommunicationContinued], (thread, { data, revision, recordedAt: at }, id) =>
      added(thread, id, written('DIRECTORATE', data.text, { revision, at })),
    ),
    when([CommunicationRegistered, CommunicationMailRegistered], (thread, { data, revision, recordedAt: at }, id) =>
      added(thread, id, mailed(data.mail, { revision, at })),
    ),
    when(CommunicationAnswered, (thread, { data: { text }, revision, recordedAt: at }, id) =>
      added(thread, id, written('CENTRE', text, { revision, at })),
    ),
    when(
      [MailAccepted, MailLeftOut],
      (thread, { type, data, recordedAt: at }, id) => {
        const mailed = { state: type === 'MailAccepted' ? ('ACCEPTED' as const) : ('LEFT_OUT' as const), at };
        const messages = thread?.messages.map((one) => (one.revision === data.revision ? { ...one, mailed } : one));
        return { id, messages: messages ?? [] };
      },
      aboutCommunication,
    ),
  ],
});
