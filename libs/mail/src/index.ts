export { mail } from './mail.ts';
export { Mailing } from './delivery/mailing.ts';
export { MailAccepted, MailLeftOut } from './domain/events.ts';
export { mailSettings } from './mail-settings.ts';
