import { randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import type { Clock } from '#kernel/domain';
import { installationSecret, type SecretBox, type SecretShelf } from '#kernel/ports';
import type { Role } from '#use-cases';
import { claimantOf, FISCAL_NUMBER_CLAIM } from './token-claims.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** Whom a token is for. */
export interface TokenRequest {
  readonly role: Role;
  /** Opaque id; a random one when absent. Tokens of one person must share it, or a repeated command is not recognised. */
  readonly id?: string;
  readonly region?: string;
  readonly province?: string;
  readonly unit?: string;
  readonly host?: string;
  /** Of a citizen. */
  readonly fiscalCode?: string;
}

const ALGORITHM = 'ES256';
const ISSUER = 'urn:rete-punti:embedded';
const AUDIENCE = 'urn:rete-punti:api';
const KEY_NAME = 'token-signing-key';

/** Signs the tokens of an installation that has no identity provider, with a key made at its first start. */
export class TokenIssuer {
  readonly #key: CryptoKey;
  readonly #clock: Clock;
  /** The public half, as published. */
  readonly jwks: JSONWebKeySet;
  readonly #kid: string;

  private constructor(key: CryptoKey, publicKey: JWK & { kid: string }, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
    this.#kid = publicKey.kid;
    this.jwks = { keys: [publicKey] };
  }

  /** Reads the signing key of the installation, and makes one at the first start. */
  static async open(shelf: SecretShelf, box: SecretBox, clock: Clock): Promise<TokenIssuer> {
    const secret = await installationSecret(shelf, box, KEY_NAME, newKey);
    const jwk = JSON.parse(Buffer.from(secret).toString('utf8')) as JWK;
    const key = (await importJWK(jwk, ALGORITHM)) as CryptoKey;
    const { kty, crv, x, y } = jwk;
    const publicHalf: JWK = { kty, crv, x, y } as JWK;
    const kid = await calculateJwkThumbprint(publicHalf);
    return new TokenIssuer(key, { ...publicHalf, kid, alg: ALGORITHM, use: 'sig' }, clock);
  }

  /**
   * A signed token.
   * @param lifetime seconds
   * @throws TokenClaimsError when the role lacks what bounds it
   */
  async issue(request: TokenRequest, lifetime: number): Promise<string> {
    const { id, fiscalCode, ...bounds } = request;
    const sub = id ?? randomUUID();
    const claims = { ...bounds, ...(fiscalCode === undefined ? {} : { [FISCAL_NUMBER_CLAIM]: `TINIT-${fiscalCode}` }) };
    // What would be refused later is refused here.
    claimantOf({ ...claims, sub });
    const issuedAt = Math.floor(this.#clock.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid: this.#kid, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(sub)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetime)
      .sign(this.#key);
  }

  /** This issuer, for those who verify its tokens. */
  trusted(): TrustedIssuer {
    return { issuer: ISSUER, audience: AUDIENCE, keys: createLocalJWKSet(this.jwks), algorithms: [ALGORITHM] };
  }
}

async function newKey(): Promise<Uint8Array> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return Buffer.from(JSON.stringify(await exportJWK(privateKey)));
}
