import { messageOf, SystemError } from '#kernel/domain';

const SHAPE = /^esdb(?:\+discover)?:\/\/(?:[^:@/?]+:([^@/?]+)@)?([^/?@]+)\/?(?:\?(.*))?$/;
const HOST = /^[A-Za-z0-9._-]+(?::(\d{1,5}))?$/;
const LAST_PORT = 65_535;
const EXAMPLE = 'esdb://user:password@host:2113 or esdb+discover://user:password@name-of-the-cluster:2113';

/** Options, in lower case and without `-` and `_`, as the client compares them. */
const OPTIONS: ReadonlySet<string> = new Set([
  'tls',
  'tlscafile',
  'usercertfile',
  'userkeyfile',
  'connectionname',
  'nodepreference',
  'maxdiscoverattempts',
  'discoveryinterval',
  'gossiptimeout',
  'keepaliveinterval',
  'keepalivetimeout',
]);

/** Options that the client takes and that do no good here. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['tlsverifycert', 'has no effect: name the certificate of the authority with tlsCAFile'],
  ['throwonappendfailure', 'would hide which revision a stream stands at'],
  ['defaultdeadline', 'has no effect: every call has a timer of its own'],
]);

/**
 * Looks over a connection string before the client does, which prints what it does not know and goes on.
 * @returns its hosts, for messages: the string itself may hold a password
 * @throws SystemError STORE_UNAVAILABLE that says what is wrong with it
 */
export function hostsOf(connectionString: string): string {
  const [, password = '', hosts = '', query = ''] = SHAPE.exec(connectionString.trim()) ?? [];
  if (hosts === '') throw unusable('it does not have the form of one');
  // The client would cut the password off there.
  if (password.includes(':')) throw unusable('its password has a ":": write %3A for it');
  for (const host of hosts.split(',')) checkHost(host);
  for (const option of query.split('&').filter((part) => part !== '')) {
    const [name = '', value = ''] = option.split('=');
    const known = name.toLowerCase().replaceAll(/[_-]/g, '');
    const reason = REFUSED.get(known);
    if (reason !== undefined) throw unusable(`its option ${name} ${reason}`);
    if (!OPTIONS.has(known)) throw unusable(`it has an unknown option "${name}"`);
    if (value === '') throw unusable(`its option ${name} has no value`);
  }
  return hosts;
}

/** The answer to a connection string that the client refuses: without the client's error, which holds all of it. */
export function unusableFor(thrown: unknown): SystemError {
  return unusable(messageOf(thrown));
}

function checkHost(host: string): void {
  if (host.startsWith('[')) throw unusable(`"${host}" is an address of IPv6, which needs a name, such as localhost`);
  const [found, port = '2113'] = HOST.exec(host) ?? [];
  if (found === undefined) throw unusable(`"${host}" is no host:port`);
  if (Number(port) < 1 || Number(port) > LAST_PORT) throw unusable(`"${host}" has no port from 1 to ${LAST_PORT}`);
}

function unusable(why: string): SystemError {
  const message = `the connection string of EventStoreDB cannot be used: ${why}; it should look like ${EXAMPLE}, with ?tls=false for a server without TLS`;
  return new SystemError('STORE_UNAVAILABLE', message);
}
