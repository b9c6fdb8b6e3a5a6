import { isIP } from 'node:net';
import { defineRefusals } from '#kernel/domain';
import { isPublicAddress } from './public-address.ts';

/** Why an address cannot be an endpoint of webhooks. */
export const endpointRefusals = defineRefusals({
  ENDPOINT_NOT_HTTPS: 'Webhooks are sent over https alone: give an address that begins with https://.',
  ENDPOINT_ADDRESS_INVALID:
    'An endpoint is a whole address with a host, without user, password or fragment: give it without those.',
  ENDPOINT_NOT_PUBLIC:
    'The endpoint lies in a private, local or reserved network, where nothing is sent: give one that the Internet reaches.',
  ENDPOINT_PORT_RESERVED:
    'Port {port} is kept for something else than https: let the endpoint listen at 443, or at one from 1024 on.',
});

const HTTPS = 443;
/** Below it ports are given out for what every machine has, such as mail and remote access (RFC 6335, 6). */
const FIRST_USER_PORT = 1_024;

/** Where webhooks may be sent. */
export interface EndpointRules {
  /** Also http, to machines of private networks, and at any port: for tests, and where receivers stand in the same perimeter. */
  readonly allowsPrivate: boolean;
}

/**
 * Reads the address of an endpoint, and refuses one that can be refused without asking the network. Spellings of an IPv4
 * address (`0x7f.1`, `2130706433`) are read as `new URL` and browsers read them. At ports of other services nothing is sent either:
 * nobody is to learn by us which of them a machine has, or to speak to them under our address.
 * @throws DomainError ENDPOINT_NOT_HTTPS | ENDPOINT_ADDRESS_INVALID | ENDPOINT_NOT_PUBLIC | ENDPOINT_PORT_RESERVED
 */
export function endpointUrl(text: string, { allowsPrivate }: EndpointRules): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.hostname === '') throw endpointRefusals.ENDPOINT_ADDRESS_INVALID();
  if (url.protocol !== 'https:' && !(allowsPrivate && url.protocol === 'http:')) {
    throw endpointRefusals.ENDPOINT_NOT_HTTPS();
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') throw endpointRefusals.ENDPOINT_ADDRESS_INVALID();
  if (allowsPrivate) return url;
  if (isKnownLocal(url.hostname)) throw endpointRefusals.ENDPOINT_NOT_PUBLIC();
  const port = url.port === '' ? HTTPS : Number(url.port);
  if (port !== HTTPS && port < FIRST_USER_PORT) throw endpointRefusals.ENDPOINT_PORT_RESERVED({ port });
  return url;
}

/** What is known to be local before any name is resolved: an address, and the names that RFC 6761 and 6762 keep. */
function isKnownLocal(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(host) === 0 ? /(^|\.)(localhost|local|internal|home\.arpa)$/.test(host) : !isPublicAddress(host);
}
