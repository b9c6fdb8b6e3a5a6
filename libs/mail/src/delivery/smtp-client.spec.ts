import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { SmtpClient } from './smtp-client.ts';

describe('a mail that is handed in', () => {
  it('has its date as mails have dates (RFC 5322, 3.3)', async () => {
    const received: string[] = [];
    const server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
      onData: (stream, _session, done) => {
        void text(stream).then((source) => {
          received.push(source);
          done();
        }, done);
      },
    });
    const listening = server.listen(0, '127.0.0.1');
    if (!listening.listening) await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const client = new SmtpClient({ host: '127.0.0.1', port, tls: 'if offered' });
    try {
      await client.inTurn('<1@example.it>', (handIn) =>
        handIn({
          ...{ from: 'rete-punti@example.it', to: 'centre@example.it', subject: 'Promemoria', text: 'A domani.' },
          ...{ inReplyTo: [], date: '2026-11-27T07:35:21.056Z' },
        }),
      );
      expect(received.map((source) => /^Date: (.*)\r$/m.exec(source)?.[1])).toEqual([
        'Fri, 27 Nov 2026 07:35:21 +0000',
      ]);
    } finally {
      await client.stop();
      const closed = Promise.withResolvers<undefined>();
      server.close(() => closed.resolve(undefined));
      await closed.promise;
    }
  });
});
