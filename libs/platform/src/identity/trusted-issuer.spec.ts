import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { systemClock } from '#kernel/domain';
import { TokenVerifier, type TokenRules } from './token-verifier.ts';
import { externalIssuer } from './trusted-issuer.ts';

const ISSUER = 'https://idp.example.org';

/** Nothing is revoked, and nothing changes. */
const NO_RULES: TokenRules = {
  revocations: { includes: () => false },
  changes: () => 0,
  secrets: { isStale: false, refresh: async () => undefined },
};

describe('an external issuer', () => {
  let server: Server;
  let keys: JWK[] | undefined;
  let privateKey: CryptoKey;
  let jwksUrl: string;

  beforeEach(async () => {
    const pair = await generateKeyPair('EdDSA');
    privateKey = pair.privateKey;
    keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'EdDSA' }];
    server = createServer((_request, response) => {
      response.writeHead(keys ? 200 : 500).end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  });
  afterEach(() => server.close());

  interface Said {
    readonly kid?: string;
    readonly lifetime?: string;
    readonly typ?: string | undefined;
    readonly untyped?: boolean;
  }

  const verify = async ({ kid = 'k1', lifetime = '1m', untyped = false, ...said }: Said = {}) => {
    const typ = 'typ' in said ? said.typ : 'at+jwt';
    const about = { issuer: ISSUER, audience: 'api', jwksUrl, algorithms: ['EdDSA'] };
    const source = { ...about, longestLifetime: 3_600, mayOmitType: untyped };
    const verifier = new TokenVerifier(
      externalIssuer(source),
      { subjectFor: async () => 's', isStanding: () => true, mark: async () => 'mark' },
      systemClock,
      NO_RULES,
    );
    const token = await new SignJWT({ role: 'analyst' })
      .setProtectedHeader({ alg: 'EdDSA', kid, ...(typ === undefined ? {} : { typ }) })
      .setIssuer(ISSUER)
      .setAudience('api')
      .setSubject('ann')
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(privateKey);
    return verifier.verify(token);
  };

  it('is believed for what its published keys sign', async () => {
    expect(await verify()).toEqual({ id: 'ann', role: 'analyst' });
  });

  it('is not believed for a token that lives longer than the installation takes', async () => {
    await expect(verify({ lifetime: '61m' })).rejects.toMatchObject({
      problem: { status: 401, code: 'TOKEN_INVALID' },
    });
  });

  it('is believed for tokens that do not say what they are where that is configured, and never for others', async () => {
    const refused = { problem: { status: 401, code: 'TOKEN_INVALID' } };

    await expect(verify({ typ: undefined })).rejects.toMatchObject(refused);
    expect(await verify({ typ: undefined, untyped: true })).toEqual({ id: 'ann', role: 'analyst' });
    expect(await verify({ untyped: true })).toEqual({ id: 'ann', role: 'analyst' });
    for (const typ of ['', 'logout+jwt', 'dpop+jwt', 'secevent+jwt']) {
      await expect(verify({ typ, untyped: true })).rejects.toMatchObject(refused);
    }
  });

  it('is not believed for a key it does not publish', async () => {
    await expect(verify({ kid: 'k2' })).rejects.toMatchObject({ problem: { status: 401, code: 'TOKEN_INVALID' } });
  });

  it('that answers no keys makes a 503, for it is no fault of the token', async () => {
    keys = undefined;

    await expect(verify()).rejects.toMatchObject({ problem: { status: 503, code: 'IDENTITY_PROVIDER_UNAVAILABLE' } });
  });

  it('that does not answer at all makes a 503', async () => {
    server.close();

    await expect(verify()).rejects.toMatchObject({ problem: { status: 503, code: 'IDENTITY_PROVIDER_UNAVAILABLE' } });
  });
});
