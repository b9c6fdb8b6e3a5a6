import { IsInt, IsString } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { mail, mailIdOf } from '../domain/mail.ts';
import { mailRefusals } from '../domain/refusals.ts';

/** Sends the mail for an event. */
export class SendMail {
  /** Type of the event. */
  @IsString()
  readonly type!: string;

  @IsString()
  readonly stream!: string;

  @IsInt()
  readonly revision!: number;

  @IsString()
  readonly eventId!: string;
}

/**
 * What was accepted is written after the server has said so: who dies in between sends it once more, under the same
 * Message-ID (ADR 32). A repeat finds what is written and sends nothing.
 */
export const sendMail = defineCommandOn(mail)({
  input: SendMail,
  summary: 'Sends the mail for an event, and writes down that the mail server has accepted it.',
  id: ({ eventId }) => mailIdOf(eventId),
  by: [],
  in: ['ABSENT'],
  refuses: [mailRefusals],
  prepare: async (event, { mails, principal, personalData }) => ({
    event: { ...event },
    delivered: await mails.deliver(event, { principal, personalData }),
  }),
  decide: ({ event, delivered }) => {
    if (delivered.outcome === 'NOT_WANTED') return [];
    const { to, scope } = delivered;
    return delivered.outcome === 'ACCEPTED'
      ? [{ type: 'MailAccepted', data: { ...event, to, scope, messageId: delivered.messageId } }]
      : [{ type: 'MailLeftOut', data: { ...event, to, scope, reason: delivered.reason } }];
  },
});
