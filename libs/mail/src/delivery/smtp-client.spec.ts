import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { SmtpClient, type Letter } from './smtp-client.ts';

/** Has a mail handed in at a server of this machine. */
async function handedIn(options: SMTPServerOptions, { date }: Pick<Letter, 'date'>): Promise<void> {
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    ...options,
  });
  const listening = server.listen(0, '127.0.0.1');
  if (!listening.listening) await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const client = new SmtpClient({ host: '127.0.0.1', port, tls: 'if offered' });
  const letter = {
    ...{ from: 'rete-punti@example.it', to: 'centre@example.it', subject: 'Promemoria', text: 'A domani.' },
    ...{ inReplyTo: [], date },
  };
  try {
    await client.inTurn('<1@example.it>', (handIn) => handIn(letter));
  } finally {
    await client.stop();
    const closed = Promise.withResolvers<undefined>();
    server.close(() => closed.resolve(undefined));
    await closed.promise;
  }
}

describe('a mail that is handed in', () => {
  it('has its date as mails have dates (RFC 5322, 3.3)', async () => {
    const received: string[] = [];
    const onData: SMTPServerOptions['onData'] = (stream, _session, done) => {
      void text(stream).then((source) => {
        received.push(source);
        done();
      }, done);
    };
    await handedIn({ onData }, { date: '2026-11-27T07:35:21.056Z' });
    expect(received.map((source) => /^Date: (.*)\r$/m.exec(source)?.[1])).toEqual(['Fri, 27 Nov 2026 07:35:21 +0000']);
  });

  it('and put off is tried again for five days, and then waits for a person', async () => {
    const full: SMTPServerOptions['onRcptTo'] = (_address, _session, done) => {
      done(Object.assign(new Error('no room'), { responseCode: 452 }));
    };
    const daysAgo = (days: number) => ({ date: new Date(Date.now() - days * 24 * 60 * 60_000).toISOString() });
    await expect(handedIn({ onRcptTo: full }, daysAgo(4))).rejects.toMatchObject({ code: 'MAIL_NOT_ACCEPTED_YET' });
    await expect(handedIn({ onRcptTo: full }, daysAgo(6))).rejects.toMatchObject({
      ...{ code: 'MAIL_REFUSED', facts: { responseCode: 452 } },
    });
  });
});
