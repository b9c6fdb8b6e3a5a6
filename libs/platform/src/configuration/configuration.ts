import type { ExternalIssuer } from '../identity/trusted-issuer.ts';
import { readCluster, type ClusterConfiguration } from './cluster.ts';
import { EnvironmentReader, oneOf, secureUrl, someOf, someText, wholeNumber, type Environment } from './environment.ts';

/** How an installation runs, from environment variables whose names begin with RETE_PUNTI_. */
export interface Configuration {
  /** RETE_PUNTI_PORT; 0 takes a free one. */
  readonly port: number;
  /** RETE_PUNTI_HOST: address to listen on. Loopback unless told otherwise: there is no TLS here. */
  readonly host: string;
  /** RETE_PUNTI_DATA: directory of the embedded stores, and of the master key when no variable holds it. */
  readonly dataDirectory: string;
  /** RETE_PUNTI_MODE: `clustered` has it, `embedded` (the default) has not. */
  readonly cluster?: ClusterConfiguration;
  /** RETE_PUNTI_BODY_LIMIT: largest body, in bytes. */
  readonly bodyLimit: number;
  /** RETE_PUNTI_RATE_LIMIT: requests a minute for each principal or address; 0 sets no limit. */
  readonly rateLimit: number;
  /** RETE_PUNTI_TRUST_PROXY: take client addresses from X-Forwarded-For. */
  readonly trustProxy: boolean;
  /** RETE_PUNTI_LOG: `json` for machines, `text` for people, `off`. */
  readonly log: 'json' | 'text' | 'off';
  /** RETE_PUNTI_ACCESS_LOG: one line for each request. */
  readonly accessLog: boolean;
  /** RETE_PUNTI_OIDC_ISSUER, _AUDIENCE, _JWKS_URL, _ALGORITHMS; without them the installation signs its own tokens. */
  readonly oidc?: ExternalIssuer;
}

const MEBIBYTE = 1_048_576;
const SWITCH = oneOf('on', 'off');
const ALGORITHMS = someOf('ES256', 'ES384', 'EdDSA', 'PS256', 'RS256');

/**
 * Reads the configuration.
 * @throws ConfigurationError naming every variable with a wrong value, that value and what is expected
 */
export function readConfiguration(environment: Environment): Configuration {
  const reader = new EnvironmentReader(environment);
  const oidc = readIssuer(reader);
  const cluster = readCluster(reader);
  const configuration: Configuration = {
    port: reader.read('RETE_PUNTI_PORT', wholeNumber(0, 65_535), 3000),
    host: reader.read('RETE_PUNTI_HOST', someText, '127.0.0.1'),
    dataDirectory: reader.read('RETE_PUNTI_DATA', someText, './data/default'),
    bodyLimit: reader.read('RETE_PUNTI_BODY_LIMIT', wholeNumber(1024, 16 * MEBIBYTE), MEBIBYTE / 4),
    rateLimit: reader.read('RETE_PUNTI_RATE_LIMIT', wholeNumber(0, 10_000_000), 0),
    trustProxy: reader.read('RETE_PUNTI_TRUST_PROXY', SWITCH, 'off') === 'on',
    log: reader.read('RETE_PUNTI_LOG', oneOf('json', 'text', 'off'), 'json'),
    accessLog: reader.read('RETE_PUNTI_ACCESS_LOG', SWITCH, 'off') === 'on',
    ...(oidc ? { oidc } : {}),
    ...(cluster ? { cluster } : {}),
  };
  reader.finish();
  return configuration;
}

function readIssuer(reader: EnvironmentReader): ExternalIssuer | undefined {
  const parts = {
    RETE_PUNTI_OIDC_ISSUER: reader.read('RETE_PUNTI_OIDC_ISSUER', secureUrl, undefined),
    RETE_PUNTI_OIDC_AUDIENCE: reader.read('RETE_PUNTI_OIDC_AUDIENCE', someText, undefined),
    RETE_PUNTI_OIDC_JWKS_URL: reader.read('RETE_PUNTI_OIDC_JWKS_URL', secureUrl, undefined),
  };
  const algorithms = reader.read('RETE_PUNTI_OIDC_ALGORITHMS', ALGORITHMS, ['ES256', 'EdDSA'] as const);
  const {
    RETE_PUNTI_OIDC_ISSUER: issuer,
    RETE_PUNTI_OIDC_AUDIENCE: audience,
    RETE_PUNTI_OIDC_JWKS_URL: jwksUrl,
  } = parts;
  if (issuer !== undefined && audience !== undefined && jwksUrl !== undefined) {
    return { issuer, audience, jwksUrl, algorithms };
  }
  const set = Object.entries(parts).filter(([, value]) => value !== undefined);
  if (set.length > 0) {
    const missing = Object.entries(parts).filter(([, value]) => value === undefined);
    const names = set.map(([name]) => name).join(' and ');
    for (const [name] of missing) reader.complain(name, 'not set or wrong', `set together with ${names}`);
  }
  return undefined;
}
