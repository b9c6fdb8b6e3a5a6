import { get, routes } from '#use-cases';
import { listMails } from '../read-models/mails.ts';

export const mailRoutes = routes('mail', 'rest/mail/v1/mails', [get('', listMails)]);
