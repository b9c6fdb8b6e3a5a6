import { isPublicAddress } from './public-address.ts';

describe('an address of the Internet', () => {
  it.each(['8.8.8.8', '93.184.216.34', '2a00:1450:4002:411::200e', '::ffff:8.8.8.8'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['this machine', '127.0.0.1'],
    ['this machine', '127.255.255.254'],
    ['this machine', '::1'],
    ['this machine, as IPv6', '::ffff:127.0.0.1'],
    ['this machine, in the form that was given up', '::127.0.0.1'],
    ['nowhere', '0.0.0.0'],
    ['nowhere', '::'],
    ['a private network', '10.0.0.1'],
    ['a private network', '172.16.0.1'],
    ['a private network', '172.31.255.255'],
    ['a private network', '192.168.1.1'],
    ['a private network', 'fd00::1'],
    ['a link', '169.254.169.254'],
    ['a link', 'fe80::1'],
    ['a provider behind one address', '100.64.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation', '2001:db8::1'],
    ['benchmarks', '198.18.0.1'],
    ['many at once', '224.0.0.1'],
    ['many at once', 'ff02::1'],
    ['everybody', '255.255.255.255'],
    ['the future', '240.0.0.1'],
    ['IPv4 behind NAT64', '64:ff9b::7f00:1'],
    ['IPv4 behind 6to4', '2002:7f00:1::'],
    ['IPv4 behind Teredo', '2001:0:7f00:1::'],
    ['no part of IPv6 that was given out', '4000::1'],
    ['nothing', ''],
    ['a name', 'localhost'],
  ])('is not one of %s: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
