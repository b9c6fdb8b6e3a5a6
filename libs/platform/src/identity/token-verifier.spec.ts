import { generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { defineRefusal } from '#kernel/domain';
import { HttpProblem } from '../problems/http-problem.ts';
import type { Principal } from '#use-cases';
import { FISCAL_NUMBER_CLAIM, TokenClaimsError } from './token-claims.ts';
import { TokenIssuer } from './token-issuer.ts';
import { SecretShelf, turningBox as box } from '../specification/secret-shelf.ts';
import { Revocations } from './revocations.ts';
import { TokenVerifier, type TokenRules } from './token-verifier.ts';

const START = Date.parse('2026-03-02T08:00:00Z');
const CITIZEN = 'RSSMRA80A01H501U';
const ERASED = 'MRTMTT91D08F205J';
const subjectErased = defineRefusal('SUBJECT_ERASED', 'The data of {subject} were erased: nothing is left to ask for.');

/** Secrets that stand as they are. */
const fresh = { isStale: false, refresh: async () => undefined };

async function refusal(verified: Principal | Promise<Principal>): Promise<HttpProblem['problem']> {
  const error: unknown = await Promise.resolve(verified).catch((refused: unknown) => refused);
  if (error instanceof HttpProblem) return error.problem;
  throw new Error('the token was not refused');
}

describe('bearer tokens', () => {
  const clock = { time: START, now: () => clock.time };
  const shelf = new SecretShelf();
  let revocations: Revocations;
  const asked: string[] = [];
  const gone = new Set<string>();
  const subjects = {
    subjectFor: async (fiscalCode: string) => {
      asked.push(fiscalCode);
      if (fiscalCode === ERASED) throw subjectErased({ subject: 'subject-2' });
      return 'subject-1';
    },
    isStanding: (subject: string) => !gone.has(subject),
    mark: async (subject: string) => (gone.has(subject) ? undefined : 'mark'),
  };
  let issuer: TokenIssuer;
  let verifier: TokenVerifier;

  const rules = (secrets: TokenRules['secrets'] = fresh): TokenRules => ({
    ...{ revocations, secrets },
    changes: () => revocations.changes + issuer.keys.changes,
  });

  beforeEach(async () => {
    clock.time = START;
    asked.length = 0;
    gone.clear();
    issuer = await TokenIssuer.open(shelf, box, clock);
    revocations = await Revocations.open(shelf, box, clock);
    verifier = new TokenVerifier(issuer.trusted(), subjects, clock, rules());
  });

  it('give a principal with the role and the bounds of its role', async () => {
    const token = await issuer.issue({ id: 'rossi', role: 'regional', region: '08' }, 60);

    expect(await verifier.verify(token)).toEqual({ id: 'rossi', role: 'regional', region: '08' });
  });

  it('are signed with one key until it is rotated, kept wrapped', async () => {
    const again = await TokenIssuer.open(shelf, box, clock);

    expect(again.keys.published()).toEqual(issuer.keys.published());
    expect(JSON.stringify(issuer.keys.published())).not.toContain('"d"');
    expect([...(await shelf.secrets()).values()].some((secret) => Buffer.from(secret).includes('"d"'))).toBe(false);
    expect(await verifier.verify(await again.issue({ role: 'central' }, 60))).toMatchObject({ role: 'central' });
  });

  it('of a citizen who does not stand any more are not known, and asked for anew', async () => {
    const token = await issuer.issue({ role: 'citizen', fiscalCode: 'RSSMRA80A01H501U' }, 3_600);
    await verifier.verify(token);
    expect(verifier.known(token)).toMatchObject({ subject: 'subject-1' });
    gone.add('subject-1');

    expect(verifier.known(token)).toBeUndefined();
    await verifier.verify(token);
    expect(asked).toHaveLength(2);
  });

  it('are known at once the second time, and for no longer than a minute', async () => {
    const token = await issuer.issue({ role: 'central', id: 'c' }, 3600);
    await verifier.verify(token);

    expect(verifier.verify(token)).toEqual({ id: 'c', role: 'central' });
    clock.time += 60_000;
    expect(verifier.verify(token)).toBeInstanceOf(Promise);
  });

  it('are given to nobody for longer than the role may have them', async () => {
    await expect(issuer.issue({ role: 'central' }, 12 * 3_600 + 1)).rejects.toThrow('valid for 12 hours at most');
    const system = { role: 'integration', integration: 'i-1' } as const;
    await expect(issuer.issue(system, 30 * 86_400 + 1)).rejects.toThrow('valid for 30 days at most');
    await issuer.issue(system, 30 * 86_400);
  });

  it('are given to no id that is a codice fiscale, which would be told to a security monitor', async () => {
    const citizen = { role: 'citizen', fiscalCode: CITIZEN, id: CITIZEN } as const;

    await expect(issuer.issue(citizen, 60)).rejects.toThrow('name nobody');
  });

  it('are refused once expired, also when they were known', async () => {
    const token = await issuer.issue({ role: 'central' }, 30);
    await verifier.verify(token);
    clock.time += 36_000;

    expect(await refusal(verifier.verify(token))).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' });
  });

  it('are taken within a few seconds of difference between clocks', async () => {
    const token = await issuer.issue({ role: 'central', id: 'c' }, 30);
    clock.time += 33_000;

    expect(await verifier.verify(token)).toEqual({ id: 'c', role: 'central' });
  });

  describe('that were revoked', () => {
    const DAY = 86_400_000;
    const idOf = (token: string): string =>
      (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { jti: string }).jti;

    it('by their id are refused at once, also when they were known, and no others', async () => {
      const [token, other] = [
        await issuer.issue({ role: 'central', id: 'c' }, 3600),
        await issuer.issue({ role: 'central', id: 'c' }, 3600),
      ];
      await Promise.all([verifier.verify(token), verifier.verify(other)]);
      await revocations.add({ tokenId: idOf(token) }, DAY);

      expect(await refusal(verifier.verify(token))).toMatchObject({ status: 401, code: 'TOKEN_REVOKED' });
      expect(await verifier.verify(other)).toEqual({ id: 'c', role: 'central' });
    });

    it('by their subject are refused, all that were issued until then and none that comes later', async () => {
      const before = await issuer.issue({ role: 'central', id: 'leaver' }, 3600);
      await revocations.add({ subject: 'leaver' }, DAY);
      clock.time += 1000;
      const after = await issuer.issue({ role: 'central', id: 'leaver' }, 3600);

      expect(await refusal(verifier.verify(before))).toMatchObject({ code: 'TOKEN_REVOKED' });
      expect(await verifier.verify(after)).toEqual({ id: 'leaver', role: 'central' });
    });

    it('of a citizen are refused before anybody is looked up or registered', async () => {
      const token = await issuer.issue({ role: 'citizen', fiscalCode: CITIZEN }, 60);
      await revocations.add({ tokenId: idOf(token) }, DAY);

      expect(await refusal(verifier.verify(token))).toMatchObject({ code: 'TOKEN_REVOKED' });
      expect(asked).toEqual([]);
    });

    it('by the subject that a citizen is are refused', async () => {
      const token = await issuer.issue({ role: 'citizen', fiscalCode: CITIZEN }, 60);
      await revocations.add({ subject: 'subject-1' }, DAY);

      expect(await refusal(verifier.verify(token))).toMatchObject({ code: 'TOKEN_REVOKED' });
    });

    it('are remembered until they have expired, and no longer', async () => {
      await revocations.add({ tokenId: 'first' }, DAY);
      clock.time += DAY + 1;
      await revocations.add({ tokenId: 'second' }, DAY);

      const includes = (tokenId: string) => revocations.includes({ tokenId, subjects: [], issuedAt: clock.time });
      expect([includes('first'), includes('second')]).toEqual([false, true]);
    });

    it('elsewhere are refused as soon as the secrets were read again, and nobody gets in while they cannot be', async () => {
      const token = await issuer.issue({ role: 'central', id: 'far' }, 3600);
      const elsewhere = await Revocations.open(shelf, box, clock);
      const secrets = { isStale: false, refresh: async () => revocations.take(await shelf.secrets()) };
      const here = new TokenVerifier(issuer.trusted(), subjects, clock, rules(secrets));
      await here.verify(token);
      await elsewhere.add({ subject: 'far' }, DAY);
      expect(await here.verify(token)).toEqual({ id: 'far', role: 'central' });

      secrets.isStale = true;
      expect(await refusal(here.verify(token))).toMatchObject({ code: 'TOKEN_REVOKED' });
      secrets.refresh = () => Promise.reject(new Error('the key store is away'));
      await expect(here.verify(token)).rejects.toThrow('the key store is away');
    });

    it('do not count beyond what every process can hold, and the refusal says what ends all tokens', async () => {
      const kept = Array.from({ length: 5_000 }, (_, n) => ({ tokenId: String(n), at: START, until: START + DAY }));
      const full = new SecretShelf();
      await full.secret('token-revocations', async () =>
        box.wrap(Buffer.from(JSON.stringify(kept)), 'token-revocations'),
      );
      const there = await Revocations.open(full, box, clock);

      await expect(there.add({ tokenId: 'one more' }, DAY)).rejects.toThrow('keys rotate token --compromised');
      await there.add({ tokenId: '17' }, DAY);
    });
  });

  it('of a citizen give the subject, and never the codice fiscale', async () => {
    const token = await issuer.issue({ role: 'citizen', fiscalCode: CITIZEN }, 60);
    const principal = await verifier.verify(token);

    expect(principal).toEqual({ id: 'subject-1', role: 'citizen', subject: 'subject-1' });
    expect(asked).toEqual([CITIZEN]);
  });

  it('of a citizen with a codice fiscale that is none are refused without repeating it', async () => {
    const issued = issuer.issue({ role: 'citizen', fiscalCode: 'ROSSI-MARIO' }, 60);

    await expect(issued).rejects.toThrow(new TokenClaimsError('the fiscal number is not a codice fiscale'));
  });

  it('of a citizen who cannot be known for another reason say that reason', async () => {
    const token = await issuer.issue({ role: 'citizen', fiscalCode: ERASED }, 60);

    await expect(verifier.verify(token)).rejects.toMatchObject({ name: 'DomainError', code: 'SUBJECT_ERASED' });
  });

  describe('that others made', () => {
    let stranger: CryptoKey;
    const claims = { iss: 'urn:rete-punti:embedded', aud: 'urn:rete-punti:api', sub: 'x', role: 'central' };
    const soon = START / 1000 + 60;
    const sign = (payload: JWTPayload, key: CryptoKey | Uint8Array, header: { alg: string; kid?: string }) =>
      new SignJWT(payload).setProtectedHeader(header).sign(key);
    const kid = (): string => issuer.keys.published().keys[0]!.kid!;

    beforeAll(async () => {
      stranger = (await generateKeyPair('ES256')).privateKey;
    });

    it.each<[string, () => Promise<string>]>([
      ['signed with another key', () => sign({ ...claims, exp: soon }, stranger, { alg: 'ES256', kid: kid() })],
      ['naming a key not known', () => sign({ ...claims, exp: soon }, stranger, { alg: 'ES256', kid: 'none' })],
      ['signed with a shared secret', () => sign({ ...claims, exp: soon }, Buffer.alloc(32), { alg: 'HS256' })],
      ['that are no tokens', async () => 'a.b.c'],
      ['unsigned', async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
      ['too long', async () => 'a'.repeat(10_000)],
    ])('are refused when %s', async (_what, token) => {
      expect(await refusal(verifier.verify(await token()))).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    });
  });

  describe('of our key', () => {
    const { role, sub } = { role: 'central', sub: 'x' };
    const good = {
      iss: 'urn:rete-punti:embedded',
      aud: 'urn:rete-punti:api',
      exp: START / 1000 + 60,
      iat: START / 1000,
      role,
      sub,
    };
    let key: CryptoKey;
    let ours: TokenVerifier;
    beforeAll(async () => {
      const pair = await generateKeyPair('ES256');
      key = pair.privateKey;
      const trusted = { issuer: good.iss, audience: good.aud, algorithms: ['ES256'], keys: async () => pair.publicKey };
      const lifetimes = { usual: 3_600, integration: 86_400 };
      revocations = await Revocations.open(shelf, box, clock);
      ours = new TokenVerifier({ ...trusted, lifetimes }, subjects, clock, rules());
    });
    const verify = async (payload: object, header: { readonly typ?: string } = { typ: 'JWT' }) =>
      ours.verify(await new SignJWT(payload as JWTPayload).setProtectedHeader({ alg: 'ES256', ...header }).sign(key));

    it.each(['JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt'])(
      'are taken when they say to be %s',
      async (typ) => {
        expect(await verify(good, { typ })).toEqual({ id: 'x', role: 'central' });
      },
    );

    it.each([{}, { typ: '' }, { typ: 'logout+jwt' }, { typ: 'dpop+jwt' }, { typ: 'JWTs' }])(
      'are refused when they are no tokens for an API, or do not say what they are: %j',
      async (header) => {
        expect((await refusal(verify(good, header))).detail).toContain('typ must be');
      },
    );

    it('are taken from a clock that is a little ahead, and from none that is further', async () => {
      const ahead = (seconds: number) => ({ ...good, iat: START / 1000 + seconds, exp: START / 1000 + 60 });

      expect(await verify(ahead(5))).toEqual({ id: 'x', role: 'central' });
      expect((await refusal(verify(ahead(6)))).detail).toContain('issued in the future');
    });

    it.each<[string, object, string]>([
      ['another issuer', { ...good, iss: 'https://else.where' }, 'its claim iss'],
      ['another audience', { ...good, aud: 'else' }, 'its claim aud'],
      ['no expiry', { ...good, exp: undefined }, 'its claim exp'],
      ['no time of issue, from which its age would follow', { ...good, iat: undefined }, 'its claim iat'],
      ['a longer life than its role may have', { ...good, exp: START / 1000 + 3_601 }, 'valid for longer'],
      ['no subject', { ...good, sub: undefined }, 'its claim sub'],
      ['no role', { ...good, role: undefined }, 'the claim role must be one of'],
      ['an unknown role', { ...good, role: 'policy' }, 'the claim role must be one of'],
      ['a regional role without its region', { ...good, role: 'regional' }, 'role regional needs the claim region'],
      ['a region that is none', { ...good, role: 'regional', region: 'Lazio' }, 'the claim region must be'],
      ['a region that does not exist', { ...good, role: 'regional', region: '99' }, 'the claim region must be'],
      [
        'a province that does not exist',
        { ...good, role: 'provincial', province: '999' },
        'the claim province must be',
      ],
      [
        'a province of another region',
        { ...good, role: 'desk-operator', region: '08', province: '058' },
        'the claim province must be of a province in the region',
      ],
      ['a provincial role without its province', { ...good, role: 'provincial' }, 'needs the claim province'],
      ['a desk role without its province', { ...good, role: 'desk-operator' }, 'needs the claim province'],
      ['a host role without its host', { ...good, role: 'host-operator' }, 'needs the claim host'],
      ['an integration that is not named', { ...good, role: 'integration' }, 'needs the claim integration'],
      [
        'a host in capitals, by which nothing would be found',
        { ...good, role: 'host-operator', host: 'A4A70900-24E1-5FF1-9EC1-1DD0D6C1B2F9' },
        'the claim host must be the id of a hosting body, in small letters',
      ],
      [
        'an integration in capitals',
        { ...good, role: 'integration', integration: 'A4A70900-24E1-5FF1-9EC1-1DD0D6C1B2F9' },
        'the claim integration must be the id of a registered integration, in small letters',
      ],
      ['a citizen without a fiscal number', { ...good, role: 'citizen' }, 'role citizen needs the claim'],
      ['an address of mail as subject', { ...good, sub: 'm.rossi@inps.example' }, 'and no address of mail'],
      ['a codice fiscale as subject', { ...good, sub: CITIZEN }, 'the claim sub must not be a codice fiscale'],
      [
        'one in the subject',
        { ...good, sub: 'inps:rss.mra.80a01.h501u' },
        'the claim sub must not be a codice fiscale',
      ],
      [
        'one as host',
        { ...good, role: 'host-operator', host: CITIZEN.toLowerCase() },
        'the claim host must not be a codice fiscale',
      ],
      [
        'one as unit',
        { ...good, role: 'desk-operator', province: '058', unit: CITIZEN },
        'the claim unit must not be a codice fiscale',
      ],
    ])('are refused with %s', async (_what, payload, reason) => {
      const problem = await refusal(verify(payload));

      expect(problem.status).toBe(401);
      expect(JSON.stringify(problem)).not.toContain('RSSMRA');
      expect(problem.detail).toContain(reason);
      expect(problem.headers?.['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/);
    });

    it('may live longer where they are a backend integration’s', async () => {
      const system = { ...good, role: 'integration', integration: 'i-1', exp: START / 1000 + 86_400 };

      expect(await verify(system)).toEqual({ id: 'x', role: 'integration', integration: 'i-1' });
    });

    it('may name a province that is no more, where things still stand', async () => {
      expect(await verify({ ...good, role: 'provincial', region: '20', province: '111' })).toMatchObject({
        province: '111',
      });
    });

    it('ignore bounds that are not those of the role', async () => {
      expect(await verify({ ...good, region: '08', host: 'h' })).toEqual({ id: 'x', role: 'central' });
    });

    it('count as a citizen’s when they have a fiscal number and no role', async () => {
      const { role: _none, ...claims } = good;

      expect(await verify({ ...claims, [FISCAL_NUMBER_CLAIM]: `TINIT-${CITIZEN}` })).toMatchObject({ role: 'citizen' });
      expect(asked).toEqual([CITIZEN]);
    });
  });
});
