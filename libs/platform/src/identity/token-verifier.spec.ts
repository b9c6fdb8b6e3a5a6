import { generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { defineRefusal } from '#kernel/domain';
import type { SecretBox, SecretShelf } from '#kernel/ports';
import { HttpProblem } from '../problems/http-problem.ts';
import type { Principal } from '#use-cases';
import { FISCAL_NUMBER_CLAIM } from './token-claims.ts';
import { TokenIssuer } from './token-issuer.ts';
import { TokenVerifier } from './token-verifier.ts';

const START = Date.parse('2026-03-02T08:00:00Z');
const CITIZEN = 'RSSMRA80A01H501U';
const ERASED = 'MRTMTT91D08F205J';
const codiceFiscaleInvalid = defineRefusal('CODICE_FISCALE_INVALID', 'No codice fiscale: correct it.');
const subjectErased = defineRefusal('SUBJECT_ERASED', 'The data of {subject} were erased: nothing is left to ask for.');

/** Turns bytes round: enough to see that what is kept is not what was given. */
const box: SecretBox = {
  wrap: (secret) => Uint8Array.from(secret, (byte) => byte ^ 0xff),
  unwrap: (wrapped) => Uint8Array.from(wrapped, (byte) => byte ^ 0xff),
};

function newShelf(): SecretShelf & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    secret: async (name, make) => {
      const secret = kept.get(name) ?? (await make());
      kept.set(name, secret);
      return secret;
    },
  };
}

async function refusal(verified: Principal | Promise<Principal>): Promise<HttpProblem['problem']> {
  const error: unknown = await Promise.resolve(verified).catch((refused: unknown) => refused);
  if (error instanceof HttpProblem) return error.problem;
  throw new Error('the token was not refused');
}

describe('bearer tokens', () => {
  const clock = { time: START, now: () => clock.time };
  const shelf = newShelf();
  const asked: string[] = [];
  const subjects = {
    subjectFor: async (fiscalCode: string) => {
      asked.push(fiscalCode);
      if (!/^[A-Z0-9]{16}$/.test(fiscalCode)) throw codiceFiscaleInvalid();
      if (fiscalCode === ERASED) throw subjectErased({ subject: 'subject-2' });
      return 'subject-1';
    },
  };
  let issuer: TokenIssuer;
  let verifier: TokenVerifier;

  beforeEach(async () => {
    clock.time = START;
    asked.length = 0;
    issuer = await TokenIssuer.open(shelf, box, clock);
    verifier = new TokenVerifier(issuer.trusted(), subjects, clock);
  });

  it('give a principal with the role and the bounds of its role', async () => {
    const token = await issuer.issue({ id: 'rossi', role: 'regional', region: '08' }, 60);

    expect(await verifier.verify(token)).toEqual({ id: 'rossi', role: 'regional', region: '08' });
  });

  it('are signed with one key for the life of the installation, kept wrapped', async () => {
    const again = await TokenIssuer.open(shelf, box, clock);

    expect(again.jwks).toEqual(issuer.jwks);
    expect(JSON.stringify(issuer.jwks)).not.toContain('"d"');
    expect([...shelf.kept.values()].some((secret) => Buffer.from(secret).includes('"d"'))).toBe(false);
    expect(await verifier.verify(await again.issue({ role: 'central' }, 60))).toMatchObject({ role: 'central' });
  });

  it('are known at once the second time, and for no longer than a minute', async () => {
    const token = await issuer.issue({ role: 'central', id: 'c' }, 3600);
    await verifier.verify(token);

    expect(verifier.verify(token)).toEqual({ id: 'c', role: 'central' });
    clock.time += 60_000;
    expect(verifier.verify(token)).toBeInstanceOf(Promise);
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

  it('of a citizen give the subject, and never the codice fiscale', async () => {
    const token = await issuer.issue({ role: 'citizen', fiscalCode: CITIZEN }, 60);
    const principal = await verifier.verify(token);

    expect(principal).toEqual({ id: 'subject-1', role: 'citizen', subject: 'subject-1' });
    expect(asked).toEqual([CITIZEN]);
  });

  it('of a citizen with a codice fiscale that is none are refused without repeating it', async () => {
    const token = await issuer.issue({ role: 'citizen', fiscalCode: 'ROSSI-MARIO' }, 60);
    const problem = await refusal(verifier.verify(token));

    expect(problem).toMatchObject({ status: 401, code: 'TOKEN_CLAIMS_INVALID' });
    expect(JSON.stringify(problem)).not.toContain('ROSSI');
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
    const kid = (): string => issuer.jwks.keys[0]!.kid!;

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
    const good = { iss: 'urn:rete-punti:embedded', aud: 'urn:rete-punti:api', exp: START / 1000 + 60, role, sub };
    let key: CryptoKey;
    let ours: TokenVerifier;
    beforeAll(async () => {
      const pair = await generateKeyPair('ES256');
      key = pair.privateKey;
      const trusted = { issuer: good.iss, audience: good.aud, algorithms: ['ES256'], keys: async () => pair.publicKey };
      ours = new TokenVerifier(trusted, subjects, clock);
    });
    const verify = async (payload: JWTPayload) =>
      ours.verify(await new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(key));

    it.each<[string, JWTPayload, string]>([
      ['another issuer', { ...good, iss: 'https://else.where' }, 'its claim iss'],
      ['another audience', { ...good, aud: 'else' }, 'its claim aud'],
      ['no expiry', { iss: good.iss, aud: good.aud, role, sub }, 'its claim exp'],
      ['no subject', { iss: good.iss, aud: good.aud, exp: good.exp, role }, 'its claim sub'],
      ['no role', { ...good, role: undefined }, 'the claim role must be one of'],
      ['an unknown role', { ...good, role: 'policy' }, 'the claim role must be one of'],
      ['a regional role without its region', { ...good, role: 'regional' }, 'role regional needs the claim region'],
      ['a region that is none', { ...good, role: 'regional', region: 'Lazio' }, 'the claim region must be'],
      ['a provincial role without its province', { ...good, role: 'provincial' }, 'needs the claim province'],
      ['a desk role without its province', { ...good, role: 'desk-operator' }, 'needs the claim province'],
      ['a host role without its host', { ...good, role: 'host-operator' }, 'needs the claim host'],
      ['a citizen without a fiscal number', { ...good, role: 'citizen' }, 'role citizen needs the claim'],
      ['a codice fiscale as subject', { ...good, sub: CITIZEN }, 'the claim sub must not be a codice fiscale'],
      [
        'one in the subject',
        { ...good, sub: 'inps:rss.mra.80a01.h501u' },
        'the claim sub must not be a codice fiscale',
      ],
      ['one as host', { ...good, role: 'host-operator', host: CITIZEN }, 'the claim host must not be a codice fiscale'],
      [
        'one as unit',
        { ...good, role: 'desk-operator', province: '058', unit: CITIZEN },
        'the claim unit must not be a codice fiscale',
      ],
    ])('are refused with %s', async (_what, payload, reason) => {
      const problem = await refusal(verify(payload));

      expect(problem.status).toBe(401);
      expect(problem.detail).toContain(reason);
      expect(problem.headers?.['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/);
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
