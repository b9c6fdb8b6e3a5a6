import { defineSettings, oneOf, onOrOff, someText, wholeNumber } from '#use-cases';

const MEBIBYTE = 1_048_576;
const KEY_BYTES = 32;

/** What every process of an installation is told. */
export const installationSettings = defineSettings('installation', {
  dataDirectory: someText('RETE_PUNTI_DATA', {
    description: 'Data directory of the embedded stores; clustered, where master.key is looked for.',
    fallback: './data/default',
  }),
  host: someText('RETE_PUNTI_HOST', {
    description: 'Address to listen on. Loopback unless told otherwise: there is no TLS here, put a proxy before it.',
    fallback: '127.0.0.1',
  }),
  port: wholeNumber('RETE_PUNTI_PORT', {
    description: 'Port to listen on; 0 takes a free one.',
    fallback: 3000,
    min: 0,
    max: 65_535,
  }),
  // Whoever opens the keys reads it where they need it: it is in no configuration that might be printed.
  masterKey: {
    variable: 'RETE_PUNTI_MASTER_KEY',
    description: 'The master key, the same for every process.',
    fallback: undefined,
    usual: 'the file master.key of the data directory',
    isSecret: true,
    expected: `the base64 of ${KEY_BYTES} bytes (openssl rand -base64 ${KEY_BYTES})`,
    parse: (text: string) => Buffer.from(text.trim(), 'base64').length === KEY_BYTES || undefined,
  },
  bodyLimit: wholeNumber('RETE_PUNTI_BODY_LIMIT', {
    description: 'Largest body of a request.',
    unit: 'bytes',
    fallback: MEBIBYTE / 4,
    min: 1024,
    max: 16 * MEBIBYTE,
  }),
  rateLimit: wholeNumber('RETE_PUNTI_RATE_LIMIT', {
    description:
      'Requests of each principal, and of each address without a valid token; 0 sets no limit. Probes do not count.',
    unit: 'requests a minute',
    fallback: 0,
    min: 0,
    max: 10_000_000,
  }),
  trustProxy: onOrOff('RETE_PUNTI_TRUST_PROXY', {
    description: 'Take client addresses from X-Forwarded-For: only behind a proxy that sets it.',
    fallback: false,
  }),
  log: oneOf('RETE_PUNTI_LOG', ['json', 'text', 'off'], {
    description: 'The log on standard output: for machines, for people, or none.',
    fallback: 'json',
  }),
  accessLog: onOrOff('RETE_PUNTI_ACCESS_LOG', { description: 'A line of the log for each request.', fallback: false }),
});
