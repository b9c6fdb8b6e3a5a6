import { decodeJwt, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '#kernel/domain';
import { HttpProblem } from '../problems/http-problem.ts';
import type { PersonalData, Principal } from '#use-cases';
import type { FollowedSecrets } from './followed-secrets.ts';
import type { Revocations } from './revocations.ts';
import { longestOf } from './token-lifetimes.ts';
import { claimantOf, selfServiceOf, TokenClaimsError } from './token-claims.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** Finds the subject behind a citizen's codice fiscale, so that nothing behind this door ever sees the code itself. */
type Subjects = Pick<PersonalData, 'subjectFor' | 'isStanding' | 'mark'>;

interface Known {
  readonly principal: Principal;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** What is refused although it was well signed, as it stands in the key store. */
export interface TokenRules {
  readonly revocations: Pick<Revocations, 'includes'>;
  /** Grows when keys or revocations have changed. */
  readonly changes: () => number;
  readonly secrets: Pick<FollowedSecrets, 'isStale' | 'refresh'>;
  /** Whose tokens are taken for one appointment: those of this installation itself. */
  readonly selfService?: TrustedIssuer;
}

/** Clocks of issuer and server may differ by this much, in seconds. */
const CLOCK_TOLERANCE_S = 5;
const MAX_REMEMBERED_MS = 60_000;
const MAX_REMEMBERED = 10_000;
/** Longer than any token an issuer makes: bounds what is remembered and what a stranger can have us parse. */
const MAX_TOKEN_LENGTH = 8_192;

/** Turns bearer tokens into principals. */
export class TokenVerifier {
  readonly #trusted: TrustedIssuer;
  readonly #subjects: Subjects;
  readonly #clock: Clock;
  // A signature costs more than all the rest of a request together, and a client sends the same token thousands of
  // times: once verified, a token is known by its text until it expires, for a minute at most. A changed key, a
  // revocation or the erasure of its citizen ends that at once. Refused tokens are not remembered: strangers fill no
  // memory.
  readonly #known = new LRUCache<string, Known>({ max: MAX_REMEMBERED });

  #changes: number;

  constructor(
    trusted: TrustedIssuer,
    subjects: Subjects,
    clock: Clock,
    private readonly rules: TokenRules,
  ) {
    this.#changes = rules.changes();
    this.#trusted = trusted;
    this.#subjects = subjects;
    this.#clock = clock;
  }

  /** The principal of a token that was verified lately. */
  known(token: string): Principal | undefined {
    if (this.rules.secrets.isStale) return undefined;
    if (this.rules.changes() !== this.#changes) {
      this.#changes = this.rules.changes();
      this.#known.clear();
    }
    const known = this.#known.get(token);
    if (!known || this.#clock.now() >= known.until) return undefined;
    const { subject } = known.principal;
    return subject === undefined || this.#subjects.isStanding(subject) ? known.principal : undefined;
  }

  /**
   * The principal of a token: at once when the token is known, else a promise.
   * @throws HttpProblem TOKEN_EXPIRED | TOKEN_INVALID | TOKEN_CLAIMS_INVALID | TOKEN_REVOKED (401), SystemError ERASURES_BEHIND of
   *   a citizen's, and what the issuer's keys and the key store throw
   */
  verify(token: string): Principal | Promise<Principal> {
    return this.known(token) ?? this.#verify(token);
  }

  async #verify(token: string): Promise<Principal> {
    if (token.length > MAX_TOKEN_LENGTH) throw unauthenticated('TOKEN_INVALID', 'the token is too long');
    if (this.rules.secrets.isStale) await this.rules.secrets.refresh();
    const now = this.#clock.now();
    const changes = this.rules.changes();
    try {
      const trusted = this.#issuerOf(token);
      const { payload, protectedHeader } = await jwtVerify(token, trusted.keys, {
        issuer: trusted.issuer,
        audience: trusted.audience,
        algorithms: [...trusted.algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(now),
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      refuseOtherKind(protectedHeader.typ, trusted);
      refuseFuture(payload.iat ?? 0, now);
      const isSelfService = trusted === this.rules.selfService;
      const claimant = isSelfService ? { principal: selfServiceOf(payload) } : claimantOf(payload);
      // Both are there: they were required.
      const [issuedAt, expiresAt] = [(payload.iat ?? 0) * 1000, (payload.exp ?? 0) * 1000];
      const role = 'principal' in claimant ? claimant.principal.role : 'citizen';
      if (expiresAt - issuedAt > longestOf(trusted.lifetimes, role) * 1000) {
        throw unauthenticated('TOKEN_INVALID', 'it is valid for longer than this system allows its role');
      }
      this.#refuseRevoked({ tokenId: payload.jti, subjects: [payload.sub ?? ''], issuedAt });
      // Only now: whoever shows a token that is refused is registered nowhere.
      const principal = 'principal' in claimant ? claimant.principal : await this.#citizen(claimant.citizen);
      this.#refuseRevoked({ tokenId: undefined, subjects: [principal.id], issuedAt });
      if (isSelfService) await this.#refuseErased(principal);
      // What was found out by keys or revocations of before is not kept.
      if (changes === this.rules.changes())
        this.#known.set(token, { principal, until: Math.min(expiresAt, now + MAX_REMEMBERED_MS) });
      return principal;
    } catch (error) {
      throw asProblem(error);
    }
  }

  #refuseRevoked(token: Parameters<TokenRules['revocations']['includes']>[0]): void {
    if (this.rules.revocations.includes(token)) throw unauthenticated('TOKEN_REVOKED', 'it was revoked');
  }

  /** By what it says of itself: nothing rests on that before its signature is verified with that issuer's keys. */
  #issuerOf(token: string): TrustedIssuer {
    const { selfService } = this.rules;
    return selfService && decodeJwt(token).iss === selfService.issuer ? selfService : this.#trusted;
  }

  /** A citizen's token finds them by codice fiscale, which nobody erased has; this one names them. */
  async #refuseErased({ subject = '' }: Principal): Promise<void> {
    if ((await this.#subjects.mark(subject, '')) === undefined)
      throw unauthenticated('TOKEN_REVOKED', 'it was revoked');
  }

  /** A citizen is known by the subject alone: the codice fiscale goes no further than here. */
  async #citizen(fiscalCode: string): Promise<Principal> {
    const subject = await this.#subjects.subjectFor(fiscalCode);
    return { id: subject, role: 'citizen', subject };
  }
}

/** What a token for an API says it is: RFC 7519, and RFC 9068, 2.1; letters and the prefix play no part (RFC 7515). */
const KIND = /^(application\/)?(at\+)?jwt$/i;

/** An issuer signs more than tokens for an API: of a logout token, say, the claims may fit. */
function refuseOtherKind(typ: string | undefined, { mayOmitType = false }: TrustedIssuer): void {
  if (typ === undefined ? mayOmitType : KIND.test(typ)) return;
  throw unauthenticated('TOKEN_INVALID', 'its header typ must be JWT or at+jwt');
}

function refuseFuture(issuedAt: number, now: number): void {
  if (issuedAt * 1000 <= now + CLOCK_TOLERANCE_S * 1000) return;
  throw unauthenticated('TOKEN_INVALID', 'it says that it was issued in the future');
}

type TokenProblem = 'TOKEN_MISSING' | 'TOKEN_INVALID' | 'TOKEN_REVOKED' | 'TOKEN_EXPIRED' | 'TOKEN_CLAIMS_INVALID';

/** The 401 of a request that is not, or not validly, authenticated. */
export function unauthenticated(code: TokenProblem, reason: string): HttpProblem {
  const challenge = code === 'TOKEN_MISSING' ? '' : `, error="invalid_token", error_description="${reason}"`;
  return new HttpProblem(code, {
    words: { reason },
    headers: { 'www-authenticate': `Bearer realm="rete-punti"${challenge}` },
  });
}

/** What jose says of a token, without its messages, which may repeat claims. */
function asProblem(error: unknown): unknown {
  if (error instanceof TokenClaimsError) return unauthenticated('TOKEN_CLAIMS_INVALID', error.message);
  if (error instanceof errors.JWTExpired) return unauthenticated('TOKEN_EXPIRED', 'it has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated('TOKEN_INVALID', `its claim ${error.claim} is missing or not the expected one`);
  }
  if (error instanceof errors.JOSEError) {
    return unauthenticated('TOKEN_INVALID', 'its form, algorithm, key or signature is not accepted');
  }
  return error;
}
