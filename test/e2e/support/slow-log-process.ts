import 'reflect-metadata';
import { createTransport } from 'nodemailer';
import { createApplication, openStores } from '#composition';
import { readConfiguration } from '#platform';
import { intercepted } from './fail-points.ts';

/*
 * A server whose log takes longer to write that a mail was accepted than its mail server takes to accept another, as on a
 * busy disk. It goes on until it is ended. Arguments: directory, port of the mail server.
 */

const [directory = '', smtpPort = ''] = process.argv.slice(2);
const CONVERSATIONS_PER_APPEND = 5;

const environment = {
  ...{ RETE_PUNTI_PORT: '0', RETE_PUNTI_LOG: 'off', RETE_PUNTI_DATA: directory },
  ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org' },
  RETE_PUNTI_CENTRAL_MAILBOX: 'dcorg@example.org',
};
const configuration = readConfiguration(environment);
const stores = await openStores(configuration);
const { eventStore } = stores;
const mailServer = createTransport({ host: '127.0.0.1', port: Number(smtpPort) });
const slow = intercepted(eventStore, {
  append: async (request) => {
    const isOfMail = request.events.some(({ type }) => type === 'MailAccepted');
    for (let held = 0; isOfMail && held < CONVERSATIONS_PER_APPEND; held += 1) await mailServer.verify();
    return eventStore.append(request);
  },
});
await createApplication({ configuration, environment, stores: { ...stores, eventStore: slow } });
