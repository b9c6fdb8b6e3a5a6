import ipaddr from 'ipaddr.js';

/** The part of IPv6 that has been given out for addresses of the Internet (IANA, IPv6 Global Unicast Address Space). */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one of the Internet: neither of this machine, nor of a private or local network, nor one that is
 * kept for something else. One of IPv4 that is written as one of IPv6 is judged by what it is.
 * @param address IPv4 or IPv6, without brackets
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GIVEN_OUT);
}
