import { isIPv4 } from 'node:net';

/**
 * What of an address tells one client from another: all of IPv4, 64 bits of IPv6, of which one client has all addresses.
 * @param address as the server sees it
 */
export function clientOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  return isIPv4(mapped) ? mapped : groupsOf(mapped).slice(0, 4).join(':');
}

/** The eight groups of an IPv6 address. */
export function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const leading = head === '' ? [] : head.split(':');
  const trailing = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - leading.length - trailing.length);
  return [...leading, ...Array<string>(zeros).fill('0'), ...trailing];
}
