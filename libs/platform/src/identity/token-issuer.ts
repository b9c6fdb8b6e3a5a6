import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Clock } from '#kernel/domain';
import type { SecretBox, SecretStore } from '#kernel/ports';
import type { IssuedRole } from '#use-cases';
import type { SecurityEvent } from '../logging/security-log.ts';
import { claimantOf, FISCAL_NUMBER_CLAIM, isTokenSubject, TokenClaimsError } from './token-claims.ts';
import { TOKEN_ALGORITHM, TokenKeys } from './token-keys.ts';
import { DEFAULT_LIFETIMES, longestOf, type TokenLifetimes } from './token-lifetimes.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** Whom a token is for. */
export interface TokenRequest {
  readonly role: IssuedRole;
  /** Opaque id; a random one when absent. Tokens of one person must share it, or a repeated command is not recognised. */
  readonly id?: string;
  readonly region?: string;
  readonly province?: string;
  readonly unit?: string;
  readonly host?: string;
  /** Id of a registered integration, of an `integration`. */
  readonly integration?: string;
  /** Of a citizen. */
  readonly fiscalCode?: string;
}

export interface IssuerOptions {
  readonly lifetimes?: TokenLifetimes;
  /** Told of every token: `security.token_issued`. */
  readonly tell?: (event: SecurityEvent) => void;
}

const ISSUER = 'urn:rete-punti:embedded';
export const AUDIENCE = 'urn:rete-punti:api';

/** Signs the tokens of an installation that has no identity provider. */
export class TokenIssuer {
  readonly keys: TokenKeys;
  readonly #clock: Clock;
  readonly #lifetimes: TokenLifetimes;
  readonly #tell: (event: SecurityEvent) => void;

  private constructor(keys: TokenKeys, clock: Clock, { lifetimes = DEFAULT_LIFETIMES, tell }: IssuerOptions) {
    this.keys = keys;
    this.#clock = clock;
    this.#lifetimes = lifetimes;
    this.#tell = tell ?? (() => undefined);
  }

  /** Reads the signing keys of the installation, and makes one at the first start. */
  static async open(
    store: SecretStore,
    box: SecretBox,
    clock: Clock,
    options: IssuerOptions = {},
  ): Promise<TokenIssuer> {
    return new TokenIssuer(await TokenKeys.open(store, box, clock), clock, options);
  }

  /**
   * A signed token.
   * @param lifetime seconds
   * @throws TokenClaimsError when the role lacks what bounds it, or the token would live longer than its role allows
   */
  async issue(request: TokenRequest, lifetime: number): Promise<string> {
    const { id, fiscalCode, ...bounds } = request;
    const sub = id ?? randomUUID();
    const claims = { ...bounds, ...(fiscalCode === undefined ? {} : { [FISCAL_NUMBER_CLAIM]: `TINIT-${fiscalCode}` }) };
    // What would be refused later is refused here.
    claimantOf({ ...claims, sub });
    if (!isTokenSubject(sub)) throw new TokenClaimsError('the id must be printable ASCII characters and name nobody');
    const longest = longestOf(this.#lifetimes, request.role);
    if (lifetime > longest) throw new TokenClaimsError(tooLong(request.role, longest));
    const issuedAt = Math.floor(this.#clock.now() / 1000);
    const tokenId = randomUUID();
    const { kid, privateKey } = this.keys.signing();
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(sub)
      .setJti(tokenId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetime)
      .sign(privateKey);
    const expiresAt = new Date((issuedAt + lifetime) * 1000).toISOString();
    this.#tell({ event: 'security.token_issued', principal: sub, role: request.role, tokenId, expiresAt, kid });
    return token;
  }

  /** This issuer, for those who verify its tokens. */
  trusted(): TrustedIssuer {
    return {
      ...{ issuer: ISSUER, audience: AUDIENCE, keys: this.keys.find, algorithms: [TOKEN_ALGORITHM] },
      lifetimes: this.#lifetimes,
    };
  }
}

function tooLong(role: IssuedRole, longest: number): string {
  const most = longest % 86_400 === 0 ? `${longest / 86_400} days` : `${longest / 3_600} hours`;
  return `a token of the role ${role} is valid for ${most} at most: ask for less, or see RETE_PUNTI_TOKEN_HOURS`;
}
