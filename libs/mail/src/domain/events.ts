import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, oneOf, Revision, Text, Word } from '#vocabulary';

/** The event that a mail is for, whom it is for, and where the thing stands that it is about. */
const about = {
  type: Word,
  stream: Text,
  revision: Revision,
  eventId: Id,
  /** Code of an office, or another name that tells nothing of a person. */
  to: Id,
  scope: Type.Record(Type.String(), Type.String()),
};

/** The mail server has accepted it, and answers for it from here on. */
export const MailAccepted = defineEvent({
  type: 'MailAccepted',
  schema: Type.Object({ ...about, messageId: Text }),
});

export const LEFT_OUT_REASONS = ['NO_SERVER', 'NO_ADDRESS'] as const;

/** It is not sent, now or later: no mail server is configured, or whom it is for has no address. */
export const MailLeftOut = defineEvent({
  type: 'MailLeftOut',
  schema: Type.Object({ ...about, reason: oneOf(LEFT_OUT_REASONS, 'MailLeftOutReason') }),
});

export const mailEvents = [MailAccepted, MailLeftOut] as const;
export type MailEvent = EventsOf<typeof mailEvents>;
