import { inspect } from 'node:util';
import { hostsOf } from './connection-string.ts';
import { newClient } from './new-client.ts';

describe('the connection string', () => {
  it.each([
    ['esdb://127.0.0.1:2113?tls=false', '127.0.0.1:2113'],
    ['esdb://admin:changeit@log.example.org', 'log.example.org'],
    ['esdb://a:2113,b:2113,c:2113?nodePreference=leader', 'a:2113,b:2113,c:2113'],
    ['esdb+discover://user:p%40ss@cluster.example.org:2113/?keepAliveInterval=5000', 'cluster.example.org:2113'],
    [' esdb://host:1/?tls-ca-file=/ca.pem ', 'host:1'],
  ])('%s names hosts, and no secrets', (text, hosts) => {
    expect(hostsOf(text)).toBe(hosts);
  });

  it.each([
    ['', 'does not have the form'],
    ['http://host:2113', 'does not have the form'],
    ['esdb://', 'does not have the form'],
    ['esdb://user@host:2113', 'does not have the form'],
    ['esdb://host:port', '"host:port" is no host:port'],
    ['esdb://host:0', 'no port from 1 to 65535'],
    ['esdb://a:2113,b:65536', '"b:65536" has no port from 1 to 65535'],
    ['esdb://[::1]:2113', 'is an address of IPv6, which needs a name'],
    ['esdb://user:half:other@host', 'write %3A for it'],
    ['esdb://host?tsl=false', 'unknown option "tsl"'],
    ['esdb://host?tls', 'option tls has no value'],
    ['esdb://host?tlsVerifyCert=false', 'has no effect: name the certificate'],
    ['esdb://host?throwOnAppendFailure=false', 'would hide which revision'],
    ['esdb://host?defaultDeadline=5', 'has no effect'],
  ])('%s is refused, saying why and how it should look', (text, why) => {
    expect(() => hostsOf(text)).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(why) }),
    );
    expect(() => hostsOf(text)).toThrow('it should look like esdb://user:password@host:2113');
  });

  it.each([
    ['esdb://host?tls=maybe', 'true or false'],
    ['esdb://host?tlsCAFile=/none/there.pem', 'File was not found'],
  ])('%s is refused in the words of the client', (text, why) => {
    expect(() => newClient(text)).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(why) }),
    );
  });

  it('keeps its password to itself when it is refused', () => {
    for (const text of [
      'esdb://user:s3cret@host?tsl=false',
      'esdb://user:s3cret@host?tls=maybe',
      'esdb://user:s3cret@',
      'esdb://user:s3:cret@host',
    ]) {
      let refused: unknown;
      try {
        newClient(text);
      } catch (error) {
        refused = error;
      }
      expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(inspect(refused, { depth: 9 })).not.toMatch(/s3cret|cret@/);
    }
  });
});
