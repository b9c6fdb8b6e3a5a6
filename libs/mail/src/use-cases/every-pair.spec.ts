import { everyPair } from '#use-cases/specification';
import type { MailEvent } from '../domain/events.ts';
import { mail } from '../domain/mail.ts';
import { sendMail } from './send-mail.ts';

const event = { type: 'CommunicationSent', stream: 'Communication-c-1', revision: 0, eventId: 'event-1' };
const about = { ...event, to: 'DCOrg', scope: { region: '08' } };
const accepted: MailEvent = { type: 'MailAccepted', data: { ...about, messageId: '<event-1@example.org>' } };
const leftOut: MailEvent = { type: 'MailLeftOut', data: { ...about, reason: 'NO_SERVER' } };

describe('every state of a mail with the command that sends it', () => {
  const input = {
    event,
    delivered: { outcome: 'ACCEPTED', to: 'DCOrg', scope: { region: '08' }, messageId: '<event-1@example.org>' },
  };
  const pairs = everyPair(mail, {
    lives: { ACCEPTED: [accepted], LEFT_OUT: [leftOut] },
    commands: [sendMail],
    trials: { SendMail: { input, brings: { ABSENT: ['MailAccepted'] } } },
  });

  it.each(pairs)('%s', (_pair, holds) => {
    holds();
  });
});
