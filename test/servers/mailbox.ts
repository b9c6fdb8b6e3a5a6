import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail that the server has accepted. */
export interface ReceivedMail {
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  /** As it came, headers and all. */
  readonly source: string;
  readonly header: (name: string) => string | undefined;
}

/** What the server says to a recipient, in place of accepting it. */
export type Refusing = (address: string) => { readonly responseCode: number } | undefined;

/** A mail server on this machine that keeps what it has accepted. */
export class Mailbox {
  readonly received: ReceivedMail[] = [];
  /** Told of each mail it has accepted. */
  onReceived: () => void = () => undefined;
  refusing: Refusing = () => undefined;
  readonly #server: SMTPServer;

  constructor() {
    this.#server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
      onRcptTo: ({ address }, _session, done) => {
        const refusal = this.refusing(address);
        if (refusal) done(Object.assign(new Error('not here'), refusal));
        else done();
      },
      onData: (stream, { envelope }, done) => {
        const to = envelope.rcptTo.map(({ address }) => address).join(', ');
        void text(stream).then((source) => {
          this.received.push(mailOf(to, source));
          done();
          this.onReceived();
        }, done);
      },
    });
    // A client that was killed in the middle of a conversation.
    this.#server.on('error', () => undefined);
  }

  /**
   * Listens on this machine.
   * @param port a free one when absent
   * @returns the port
   */
  async listen(port = 0): Promise<number> {
    const listening = this.#server.listen(port, '127.0.0.1');
    if (!listening.listening) await once(listening, 'listening');
    return (listening.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = Promise.withResolvers<undefined>();
    this.#server.close(() => closed.resolve(undefined));
    await closed.promise;
  }

  /** How often each mail came, by its Message-ID. */
  times(): Map<string, number> {
    return new Map([...Map.groupBy(this.received, ({ messageId }) => messageId)].map(([id, all]) => [id, all.length]));
  }
}

function mailOf(to: string, source: string): ReceivedMail {
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string | undefined =>
    new RegExp(String.raw`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
  return { to, source, header, messageId: header('Message-ID') ?? '', subject: header('Subject') ?? '' };
}
