import { defineAggregate, defineRefusal, deriveId } from '#kernel/domain';
import { oneOf } from '#vocabulary';
import type { MailEvent } from './events.ts';

/** What has become of a mail. */
export const MAIL_STATES = ['ACCEPTED', 'LEFT_OUT'] as const;
export const MailState = oneOf(MAIL_STATES, 'MailState');
export type MailStatus = (typeof MAIL_STATES)[number];

interface Mail {
  readonly status: MailStatus;
  readonly scope: Readonly<Record<string, string>>;
}

/** Id of the mail for an event. */
export function mailIdOf(eventId: string): string {
  return deriveId('mail', eventId);
}

/** The mail for one event: there is one, whoever asks for it how often. */
export const mail = defineAggregate<Mail, MailEvent>({
  category: 'Mail',
  called: 'the mail',
  codes: {
    notFound: 'MAIL_NOT_FOUND',
    alreadyExists: defineRefusal(
      'MAIL_SENT_ALREADY',
      'What is to be known of this mail is written down: nothing is left to do.',
      'already-so',
    ),
    stateForbids: 'MAIL_STATE_FORBIDS',
  },
  evolve: (_state, { type, data: { scope } }) => ({
    status: type === 'MailAccepted' ? 'ACCEPTED' : 'LEFT_OUT',
    scope,
  }),
  scopeOf: ({ scope }) => scope,
  moves: false,
});
