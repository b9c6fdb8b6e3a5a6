import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { TokenLifetimes } from './token-lifetimes.ts';
import { HttpProblem } from '../problems/http-problem.ts';

/** Whose tokens are taken. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  /** Signature algorithms allowed, for example `ES256`; never a symmetric one. */
  readonly algorithms: readonly string[];
  /** A token that is valid for longer is refused. */
  readonly lifetimes: TokenLifetimes;
  /** Whether a token is taken whose header does not say what kind of token it is; default no. */
  readonly mayOmitType?: boolean;
}

/** Where an external issuer (OpenID Connect) is found. */
export interface ExternalIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly algorithms: readonly string[];
  /** Seconds. */
  readonly longestLifetime: number;
  readonly mayOmitType: boolean;
}

/**
 * An issuer whose keys are read from its JWKS, kept for ten minutes, and read again for a key not seen yet at most every
 * thirty seconds. When they cannot be read: HttpProblem IDENTITY_PROVIDER_UNAVAILABLE (503), for it is no fault of the
 * token.
 */
export function externalIssuer({
  issuer,
  audience,
  jwksUrl,
  algorithms,
  longestLifetime,
  mayOmitType,
}: ExternalIssuer): TrustedIssuer {
  const remote = createRemoteJWKSet(new URL(jwksUrl));
  const keys: JWTVerifyGetKey = async (header, token) => {
    try {
      return await remote(header, token);
    } catch (cause) {
      if (blamesToken(cause)) throw cause;
      throw new HttpProblem('IDENTITY_PROVIDER_UNAVAILABLE', {}, { cause });
    }
  };
  const lifetimes = { usual: longestLifetime, integration: longestLifetime };
  return { issuer, audience, keys, algorithms, lifetimes, mayOmitType };
}

function blamesToken(cause: unknown): boolean {
  return (
    cause instanceof errors.JWKSNoMatchingKey ||
    cause instanceof errors.JWKSMultipleMatchingKeys ||
    cause instanceof errors.JOSENotSupported
  );
}
