import { defineContext, type ContextDefinition, type MailDefinition } from '#use-cases';
import { mailEvents } from './domain/events.ts';
import { mail as mailAggregate } from './domain/mail.ts';
import { mailRoutes } from './http/mail-routes.ts';
import { mailSettings } from './mail-settings.ts';
import { mailProcess } from './processes/mail-process.ts';
import { listMails, mails as mailsReadModel } from './read-models/mails.ts';
import { sendMail } from './use-cases/send-mail.ts';

/**
 * Mails for events.
 * @param mails those that the contexts declare
 */
export function mail(mails: readonly MailDefinition[]): ContextDefinition {
  return defineContext({
    name: 'mail',
    about: 'What has become of the mails that are sent for events.',
    aggregates: [mailAggregate],
    events: mailEvents,
    commands: [sendMail],
    queries: [listMails],
    projections: [mailsReadModel],
    processes: [mailProcess(mails)],
    routes: [mailRoutes],
    settings: [mailSettings],
  });
}
