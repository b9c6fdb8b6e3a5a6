import { randomUUID } from 'node:crypto';
import { drip, fire, type Outcome, type Shot } from './wire.ts';

/** Whom an attack is for, and who does it. */
export interface Target {
  readonly url: string;
  /** Of somebody who may give every command. */
  readonly token: string;
  /** The attacker's address, as the proxy says it that stands between. */
  readonly address: string;
}

/** Something that must not stop the server. */
export interface Attack {
  readonly name: string;
  /** Of one request. */
  readonly size: string;
  readonly requests: number;
  readonly run: (target: Target) => Promise<Outcome>;
  /** Whether the server did with it what it should. */
  readonly isHeldOff: (outcome: Outcome) => boolean;
}

const DRAFTS = '/rest/protocols/v1/protocols';
const DRAFT = '/rest/protocols/v1/protocols';
const AT_ONCE = 50;

const all =
  (...statuses: readonly string[]) =>
  (outcome: Outcome): boolean =>
    Object.keys(outcome).every((seen) => statuses.includes(seen));

function bodies(name: string, path: string, text: string): Attack {
  const body = Buffer.from(text);
  const run = ({ url, token, address }: Target): Promise<Outcome> =>
    fire(url, { requests: AT_ONCE, atOnce: AT_ONCE }, () => posted(path, { token, address, body }));
  return { name, size: inKilobytes(body.length), requests: AT_ONCE, run, isHeldOff: all('400') };
}

function posted(
  path: string,
  { token, address, body }: { readonly token: string; readonly address: string; readonly body: Buffer },
): Shot {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    'x-forwarded-for': address,
  };
  return { method: 'POST', path, headers, body };
}

function inKilobytes(bytes: number): string {
  return bytes < 1_000 ? `${bytes} B` : `${Math.round(bytes / 1_000)} kB`;
}

const repeated = (item: string, times: number): string => Array.from({ length: times }, () => item).join();

const shapes: readonly Attack[] = [
  bodies('80,000 objects in a list', DRAFTS, `{"officers":[${repeated('{}', 80_000)}]}`),
  bodies('80,000 lists in a list', DRAFTS, `{"points":[${repeated('[]', 80_000)}]}`),
  bodies('100,000 numbers', DRAFTS, `{"points":[${repeated('1', 100_000)}]}`),
  bodies('16,000 fields', DRAFTS, `{${Array.from({ length: 16_000 }, (_, n) => `"field${n}":1`).join()}}`),
  bodies('lists in lists', DRAFTS, '['.repeat(120_000) + ']'.repeat(120_000)),
  bodies('one text', DRAFTS, JSON.stringify({ region: 'A1'.repeat(120_000) })),
  bodies('as many objects as a body may have', DRAFTS, `{"unknown":[${repeated('{}', 1_990)}]}`),
  bodies('the longest list of objects, all wrong', DRAFT, `{"officers":[${repeated('{}', 200)}]}`),
  bodies('the longest list of texts, all wrong', DRAFTS, `{"points":[${repeated('"x"', 1_000)}]}`),
];

/** More than a principal may ask in a minute. */
const FLOOD = 4_000;
const floods: readonly Attack[] = [
  {
    name: 'one principal asks without end',
    size: '0 B',
    requests: FLOOD,
    run: ({ url, token, address }) =>
      fire(url, { requests: FLOOD, atOnce: 20 }, () => ({
        method: 'GET',
        path: `${DRAFTS}?limit=200`,
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': address },
      })),
    isHeldOff: (outcome) => all('200', '429')(outcome) && (outcome['429'] ?? 0) > 0,
  },
  {
    name: 'tokens that nobody signed',
    size: '1 kB',
    requests: 7_000,
    run: ({ url, token, address }) => {
      const [head = '', claims = ''] = token.split('.');
      return fire(url, { requests: 7_000, atOnce: 50 }, (n) => ({
        method: 'GET',
        path: DRAFTS,
        headers: {
          authorization: `Bearer ${head}.${claims}.${Buffer.alloc(64, n % 251).toString('base64url')}`,
          'x-forwarded-for': address,
        },
      }));
    },
    isHeldOff: (outcome) => all('401', '429')(outcome) && (outcome['429'] ?? 0) > 0,
  },
  {
    name: 'a query of 3,000 parameters',
    size: '7 kB',
    requests: 500,
    run: ({ url, address }) =>
      fire(url, { requests: 500, atOnce: AT_ONCE }, () => ({
        method: 'GET',
        path: `/rest/agenda/v1/agendas/${randomUUID()}/availability?${'a&'.repeat(3_000)}`,
        headers: { 'x-forwarded-for': address },
      })),
    isHeldOff: all('400'),
  },
  {
    name: 'an If-Match of 3,000 tags',
    size: '12 kB',
    requests: 200,
    run: ({ url, token, address }) =>
      fire(url, { requests: 200, atOnce: AT_ONCE }, () => {
        const { headers, ...shot } = posted(DRAFTS, { token, address, body: Buffer.from('{}') });
        return { ...shot, headers: { ...headers, 'if-match': '"1",'.repeat(3_000) } };
      }),
    isHeldOff: all('400'),
  },
];

const head = (method: string, path: string, ...lines: readonly string[]): string =>
  [`${method} ${path} HTTP/1.1`, 'host: localhost', ...lines].join('\r\n');

const SLOW = 200;
const slow: readonly Attack[] = [
  {
    name: 'bodies byte by byte',
    size: '1 B at a time',
    requests: SLOW,
    run: ({ url, token, address }) => {
      const json = ['content-type: application/json', 'content-length: 100000', 'idempotency-key: slow'];
      const who = [`authorization: Bearer ${token}`, `x-forwarded-for: ${address}`];
      return drip(url, SLOW, `${head('POST', DRAFTS, ...who, ...json)}\r\n\r\n`, ' ');
    },
    // Beyond so many for one principal, they are not waited for at all.
    isHeldOff: all('408', '429', 'closed'),
  },
  {
    name: 'heads byte by byte',
    size: '1 B at a time',
    requests: SLOW,
    run: ({ url }) => drip(url, SLOW, `${head('GET', DRAFTS)}\r\nx-slow: `, 'x'),
    isHeldOff: all('408', 'closed'),
  },
  {
    name: 'connections without a word, three times as many as there may be',
    size: '0 B',
    requests: 900,
    run: ({ url }) => drip(url, 900, '', ''),
    isHeldOff: all('408', 'closed'),
  },
];

/** Every attack, in the order in which they are tried. */
export const attacks: readonly Attack[] = [...shapes, ...floods, ...slow];

/** As many connections as the server under attack may have; see the last of {@link attacks}. */
export const MAX_CONNECTIONS = 300;
