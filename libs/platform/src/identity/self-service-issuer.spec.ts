import { SignJWT } from 'jose';
import { SecretShelf } from '../specification/secret-shelf.ts';
import { Revocations } from './revocations.ts';
import { SelfServiceIssuer } from './self-service-issuer.ts';
import { TokenIssuer } from './token-issuer.ts';
import { TokenVerifier } from './token-verifier.ts';

const START = Date.parse('2026-03-02T08:00:00Z');
const box = { wrap: (bytes: Uint8Array) => bytes, unwrap: (bytes: Uint8Array) => bytes };
const BEARER = { subject: 'subject-1', appointment: 'appointment-1' };

describe('A10: a token for one appointment', () => {
  const clock = { time: START, now: () => clock.time };
  const gone = new Set<string>();
  let people: TokenIssuer;
  let issuer: SelfServiceIssuer;
  let revocations: Revocations;
  let verifier: TokenVerifier;

  beforeEach(async () => {
    clock.time = START;
    gone.clear();
    const shelf = new SecretShelf();
    people = await TokenIssuer.open(shelf, box, clock);
    revocations = await Revocations.open(shelf, box, clock);
    const limits = { attempts: 5, attemptsOfClient: 20 };
    issuer = new SelfServiceIssuer({ keys: people.keys, clock, limits, tell: () => undefined });
    const subjects = {
      subjectFor: async () => 'subject-2',
      isStanding: (subject: string) => !gone.has(subject),
      mark: async (subject: string) => (gone.has(subject) ? undefined : 'mark'),
    };
    const secrets = { isStale: false, refresh: async () => undefined };
    verifier = new TokenVerifier(people.trusted(), subjects, clock, {
      ...{ revocations, secrets, changes: () => revocations.changes },
      selfService: issuer.trusted(),
    });
  });

  it('says whose appointment it is, and which, for a quarter of an hour', async () => {
    const { token, expiresAt } = await issuer.issue(BEARER);
    expect(expiresAt).toBe('2026-03-02T08:15:00.000Z');
    expect(await verifier.verify(token)).toEqual({
      ...{ id: 'subject-1', role: 'self-service', subject: 'subject-1', appointment: 'appointment-1' },
    });
    clock.time += 15 * 60_000 + 6_000;
    await expect(verifier.verify(token)).rejects.toMatchObject({ problem: { code: 'TOKEN_EXPIRED' } });
  });

  it('is revoked by its id, or with all of its person', async () => {
    const [one, other] = [await issuer.issue(BEARER), await issuer.issue({ ...BEARER, subject: 'subject-3' })];
    const { jti: tokenId = '' } = JSON.parse(
      Buffer.from(one.token.split('.')[1] ?? '', 'base64url').toString('utf8'),
    ) as { jti?: string };
    await revocations.add({ tokenId }, 60_000);
    await revocations.add({ subject: 'subject-3' }, 60_000);
    for (const { token } of [one, other]) {
      await expect(verifier.verify(token)).rejects.toMatchObject({ problem: { code: 'TOKEN_REVOKED' } });
    }
  });

  it('ends with the erasure of its person', async () => {
    const { token } = await issuer.issue(BEARER);
    await verifier.verify(token);
    gone.add('subject-1');
    await expect(verifier.verify(token)).rejects.toMatchObject({ problem: { code: 'TOKEN_REVOKED' } });
  });

  it('is signed by this installation for this alone: no issuer of other tokens gives the role', async () => {
    const { kid, privateKey } = people.keys.signing();
    const signed = (iss: string, claims: object) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
        .setIssuer(iss)
        .setAudience('urn:rete-punti:api')
        .setSubject('somebody')
        .setIssuedAt(START / 1_000)
        .setExpirationTime(START / 1_000 + 60)
        .sign(privateKey);
    const forged = await signed(people.trusted().issuer, { role: 'self-service', appointment: 'appointment-1' });
    await expect(verifier.verify(forged)).rejects.toMatchObject({ problem: { code: 'TOKEN_CLAIMS_INVALID' } });
    const central = await signed(issuer.trusted().issuer, { role: 'central' });
    await expect(verifier.verify(central)).rejects.toMatchObject({ problem: { code: 'TOKEN_CLAIMS_INVALID' } });
  });
});
