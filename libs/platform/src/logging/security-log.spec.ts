import { networkOf } from './security-events.ts';
import { SecurityLog, type SecurityEvent } from './security-log.ts';

describe('the security log', () => {
  const lines: SecurityEvent[] = [];
  let log: SecurityLog;
  const add = (event: SecurityEvent): void => void lines.push(event);

  beforeEach(() => {
    lines.length = 0;
    log = new SecurityLog({ log: add, warn: add });
  });
  afterEach(() => log.flush());

  const limited = (network: string) => ({
    ...({ event: 'security.rate_limited', reason: 'TOO_MANY_REQUESTS', network } as const),
    ...{ route: 'GET /x', requestId: '1' },
  });

  it('tells the first refusal of a caller as it is, and the others of a minute in one line', () => {
    for (let n = 0; n < 1_000; n += 1) log.refused(limited('192.0.2.0/24'));
    log.refused(limited('198.51.100.0/24'));

    expect(lines).toEqual([limited('192.0.2.0/24'), limited('198.51.100.0/24')]);
    log.flush();
    expect(lines.slice(2)).toEqual([
      {
        ...{ event: 'security.rate_limited', reason: 'TOO_MANY_REQUESTS', network: '192.0.2.0/24' },
        ...{ repeats: 999, seconds: expect.any(Number) },
      },
    ]);
  });

  it('tells the callers of an attack apart up to a number, and counts the rest together', () => {
    for (let n = 0; n < 10_000; n += 1) log.refused(limited(`10.${n >> 8}.${n & 255}.0/24`));
    log.refused({ event: 'security.forbidden', reason: 'ROLE_NOT_ALLOWED', principal: 'p' });
    log.flush();

    expect(lines).toHaveLength(202);
    expect(lines.at(-2)).toMatchObject({ event: 'security.forbidden', principal: 'p' });
    expect(lines.at(-1)).toEqual({ event: 'security.rate_limited', repeats: 9_800, seconds: expect.any(Number) });
  });

  it('tells the first refusal again after that', () => {
    log.refused(limited('192.0.2.0/24'));
    log.flush();
    log.refused(limited('192.0.2.0/24'));

    expect(lines).toHaveLength(2);
  });

  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['::1', '0:0:0::/48'],
  ])('names the network of %s, and not the address', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
