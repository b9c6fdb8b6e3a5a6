import { defineSettings, oneOf, onOrOff, someText, wholeNumber } from '#use-cases';
import { networks } from './networks.ts';

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
    description: 'The master key, the same for every process; while it is rotated two, with a comma between them.',
    fallback: undefined,
    usual: 'the file master.key of the data directory',
    isSecret: true,
    expected: `the base64 of ${KEY_BYTES} bytes (openssl rand -base64 ${KEY_BYTES})`,
    parse: (text: string) =>
      text.split(',').every((key) => Buffer.from(key.trim(), 'base64').length === KEY_BYTES) || undefined,
  },
  idempotencyDays: wholeNumber('RETE_PUNTI_IDEMPOTENCY_DAYS', {
    description:
      'How long an Idempotency-Key is remembered; 0 for ever. Whoever repeats a request later may have it carried out again.',
    unit: 'days',
    fallback: 0,
    min: 0,
    max: 3650,
  }),
  headKey: someText('RETE_PUNTI_HEAD_KEY', {
    description:
      'File of the private key that heads of the log are signed with (rete-punti head-key makes one). It must not lie in ' +
      'the data directory, nor in its backups: whoever has both can edit the log unnoticed.',
    fallback: undefined,
    usual: 'none: heads are not signed',
  }),
  bodyLimit: wholeNumber('RETE_PUNTI_BODY_LIMIT', {
    description: 'Largest body of a request.',
    unit: 'bytes',
    fallback: MEBIBYTE / 4,
    min: 1024,
    max: 16 * MEBIBYTE,
  }),
  rateLimit: wholeNumber('RETE_PUNTI_RATE_LIMIT', {
    description: 'Requests of each principal, in each process; 0 sets no limit.',
    unit: 'requests a minute',
    fallback: 1_200,
    min: 0,
    max: 10_000_000,
  }),
  addressRateLimit: wholeNumber('RETE_PUNTI_ADDRESS_RATE_LIMIT', {
    description:
      'Requests of each address of which nobody knows yet who asks (public routes, unknown paths, tokens not seen in the ' +
      'last minute), in each process; 0 sets no limit. Probes do not count.',
    unit: 'requests a minute',
    fallback: 6_000,
    min: 0,
    max: 10_000_000,
  }),
  trustedProxies: networks('RETE_PUNTI_TRUST_PROXY', {
    description:
      'The proxies before this server, whose X-Forwarded-For and X-Forwarded-Proto are believed; they must set both, and ' +
      'not pass on what a client sends.',
  }),
  requestSeconds: wholeNumber('RETE_PUNTI_REQUEST_SECONDS', {
    description: 'How long a request may take to arrive, from its first byte to its last.',
    unit: 'seconds',
    fallback: 30,
    min: 1,
    max: 600,
  }),
  maxConnections: wholeNumber('RETE_PUNTI_MAX_CONNECTIONS', {
    description:
      'Connections that may be open. Another one takes the place of the one that has waited longest without a request; ' +
      'when none waits, it is answered 503.',
    fallback: 2_000,
    min: 10,
    max: 100_000,
  }),
  maxUnfinishedBodies: wholeNumber('RETE_PUNTI_MAX_UNFINISHED_BODIES', {
    description:
      'Bodies of one principal that the server waits for at once, in each process, those aside that arrive with their head; ' +
      'one more is refused.',
    fallback: 50,
    min: 1,
    max: 100_000,
  }),
  heapGrowth: wholeNumber('RETE_PUNTI_HEAP_GROWTH', {
    description:
      'How far memory may grow before it is collected whole, of what was left after the last time. Less takes more processor ' +
      'time, more takes memory; 0 leaves it to Node, which may let it grow to several times that.',
    unit: 'percent',
    fallback: 50,
    min: 0,
    max: 1_000,
  }),
  docs: onOrOff('RETE_PUNTI_DOCS', { description: 'Whether /docs is served.', fallback: true }),
  log: oneOf('RETE_PUNTI_LOG', ['json', 'text', 'off'], {
    description: 'The log on standard output: for machines, for people, or none.',
    fallback: 'json',
  }),
  accessLog: onOrOff('RETE_PUNTI_ACCESS_LOG', { description: 'A line of the log for each request.', fallback: false }),
});
