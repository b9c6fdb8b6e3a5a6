export { mail } from './mail.ts';
export { mailSettings } from './mail-settings.ts';
export { Mailing } from './delivery/mailing.ts';
export { MailAccepted, MailLeftOut, type MailEvent } from './domain/events.ts';
export { MailState } from './domain/mail.ts';
export { mailsForEvents } from './read-models/mails.ts';
