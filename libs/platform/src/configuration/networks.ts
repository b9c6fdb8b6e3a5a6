import { isIP } from 'node:net';
import type { Setting } from '#use-cases';

/** Names of networks that everybody has: of this machine, of this link, private ones. */
const KNOWN_NETWORKS: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses and networks, separated by commas; none when absent or `off`. */
export function networks(
  variable: string,
  { description }: { readonly description: string },
): Setting<readonly string[]> {
  return {
    variable,
    description,
    fallback: [],
    usual: 'off',
    expected: `off, or addresses and networks separated by commas (10.0.0.5, 10.0.0.0/8, ${KNOWN_NETWORKS.join(', ')})`,
    parse: (text) => {
      if (text === 'off') return [];
      const named = text.split(',').map((network) => network.trim());
      return named.every(isNetwork) ? named : undefined;
    },
  };
}

function isNetwork(text: string): boolean {
  const [, address = '', prefix = '1'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return KNOWN_NETWORKS.includes(text) || (Number(prefix) >= 1 && Number(prefix) <= bits);
}
