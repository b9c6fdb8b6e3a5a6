import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { HttpProblem } from '../problems/http-problem.ts';

/** Whose tokens are taken. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  /** Signature algorithms allowed, for example `ES256`; never a symmetric one. */
  readonly algorithms: readonly string[];
}

/** Where an external issuer (OpenID Connect) is found. */
export interface ExternalIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly algorithms: readonly string[];
}

/**
 * An issuer whose keys are read from its JWKS, kept for ten minutes, and read again for a key not seen yet at most every
 * thirty seconds. When they cannot be read: HttpProblem IDENTITY_PROVIDER_UNAVAILABLE (503), for it is no fault of the
 * token.
 */
export function externalIssuer({ issuer, audience, jwksUrl, algorithms }: ExternalIssuer): TrustedIssuer {
  const remote = createRemoteJWKSet(new URL(jwksUrl));
  const keys: JWTVerifyGetKey = async (header, token) => {
    try {
      return await remote(header, token);
    } catch (cause) {
      if (blamesToken(cause)) throw cause;
      throw new HttpProblem('IDENTITY_PROVIDER_UNAVAILABLE', {}, { cause });
    }
  };
  return { issuer, audience, keys, algorithms };
}

function blamesToken(cause: unknown): boolean {
  return (
    cause instanceof errors.JWKSNoMatchingKey ||
    cause instanceof errors.JWKSMultipleMatchingKeys ||
    cause instanceof errors.JOSENotSupported
  );
}
