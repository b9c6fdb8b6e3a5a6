import { defineSettings, mailAddress, type Setting } from '#use-cases';

/** Where mails are handed in. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** From the first byte on; otherwise by STARTTLS, which must be had unless the server is on this machine. */
  readonly tls: 'always' | 'required' | 'if offered';
  readonly user?: string;
  readonly password?: string;
}

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];
const PORTS: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

const smtpUrl: Setting<SmtpServer | undefined> = {
  variable: 'RETE_PUNTI_SMTP_URL',
  description:
    'The server that mails are handed in at, for example smtps://user:password@mail.example.org. smtp:// must offer STARTTLS, unless it is on this machine.',
  expected:
    'smtp:// or smtps:// with a host, and a port, user and password where they are needed, and nothing after it',
  fallback: undefined,
  usual: 'nothing is mailed; what happens meanwhile is not mailed later either',
  isSecret: true,
  parse: (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const usualPort = url && PORTS[url.protocol];
    if (!url || usualPort === undefined || url.hostname === '') return undefined;
    if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return undefined;
    const plain = LOOPBACK.includes(url.hostname) ? 'if offered' : 'required';
    return {
      host: url.hostname.replaceAll(/[[\]]/g, ''),
      port: url.port === '' ? usualPort : Number(url.port),
      tls: url.protocol === 'smtps:' ? 'always' : plain,
      ...(url.username === '' ? {} : { user: decodeURIComponent(url.username) }),
      ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    };
  },
};

/** How an installation sends mail. */
export const mailSettings = defineSettings(
  'mail',
  {
    server: smtpUrl,
    from: mailAddress('RETE_PUNTI_MAIL_FROM', {
      description: 'The address that mails come from; Message-IDs are made under its domain, so it stays.',
      fallback: undefined,
    }),
  },
  ({ server, from }) =>
    server && from === undefined
      ? [{ variable: 'RETE_PUNTI_MAIL_FROM', is: 'not set', must: 'an address where RETE_PUNTI_SMTP_URL is set' }]
      : [],
);
