import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Clock } from '#kernel/domain';
import {
  SELF_SERVICE,
  type SelfServiceAttempt,
  type SelfServiceBearer,
  type SelfServiceToken,
  type SelfServiceTokens,
} from '#use-cases';
import { FailedAttempts } from '../limits/failed-attempts.ts';
import type { SecurityEvent } from '../logging/security-log.ts';
import { AUDIENCE } from './token-issuer.ts';
import { TOKEN_ALGORITHM, type TokenKeys } from './token-keys.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** Of its own: no token of another issuer can be taken for one of these. */
const ISSUER = 'urn:rete-punti:self-service';
const LIFETIME_S = 15 * 60;
const WITHIN_MS = 15 * 60_000;

/** How often it may be tried in vain within a quarter of an hour, in each process. */
export interface SelfServiceLimits {
  /** With one booking code. */
  readonly attempts: number;
  /** From one client. */
  readonly attemptsOfClient: number;
}

interface IssuerParts {
  readonly keys: TokenKeys;
  readonly clock: Clock;
  readonly limits: SelfServiceLimits;
  /** Told of every token: `security.token_issued`. */
  readonly tell: (event: SecurityEvent) => void;
}

/** Signs the tokens of those who look after one appointment; also where an external issuer signs those of all others. */
export class SelfServiceIssuer implements SelfServiceTokens {
  readonly #parts: IssuerParts;
  readonly #ofClient: FailedAttempts;
  readonly #ofTried: FailedAttempts;

  constructor(parts: IssuerParts) {
    this.#parts = parts;
    const { limits, clock } = parts;
    this.#ofClient = new FailedAttempts({ most: limits.attemptsOfClient, within: WITHIN_MS }, clock);
    this.#ofTried = new FailedAttempts({ most: limits.attempts, within: WITHIN_MS }, clock);
  }

  attempt({ client, tried }: SelfServiceAttempt): () => void {
    // The client first: from one that may not try any more nothing else is counted, so that nobody is locked out by it.
    const begun = [this.#ofClient.begin(client)];
    for (const one of tried) begun.push(this.#ofTried.begin(one));
    return () => {
      for (const takeBack of begun) takeBack();
    };
  }

  async issue({ subject, appointment }: SelfServiceBearer): Promise<SelfServiceToken> {
    const { keys, clock, tell } = this.#parts;
    const issuedAt = Math.floor(clock.now() / 1_000);
    const expiresAt = new Date((issuedAt + LIFETIME_S) * 1_000).toISOString();
    const { kid, privateKey } = keys.signing();
    const tokenId = randomUUID();
    const token = await new SignJWT({ role: SELF_SERVICE, appointment })
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setJti(tokenId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME_S)
      .sign(privateKey);
    tell({ event: 'security.token_issued', principal: subject, role: SELF_SERVICE, tokenId, expiresAt, kid });
    return { token, expiresAt };
  }

  /** This issuer, for those who verify its tokens. */
  trusted(): TrustedIssuer {
    return {
      ...{ issuer: ISSUER, audience: AUDIENCE, keys: this.#parts.keys.find, algorithms: [TOKEN_ALGORITHM] },
      lifetimes: { usual: LIFETIME_S, integration: LIFETIME_S },
    };
  }
}
