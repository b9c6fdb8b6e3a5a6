import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { signatureHeaders } from './sign.ts';
import { privateKeyText, sharedSecretText, signingKey, type SigningKey } from './signing-key.ts';

/** The examples of the reference implementations; the signature by Ed25519 is that in the specification itself. */
const EXAMPLE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: 1_614_265_330_000, body: '{"test": 2432232314}' };
const SHARED = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PRIVATE = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';

const newSharedSecret = (): string => sharedSecretText(randomBytes(32));
const newPrivateKey = (): string => privateKeyText(randomBytes(32));
const signature = (key: string): string => signatureHeaders(EXAMPLE, [signingKey(key)])['webhook-signature'];

describe('what is signed, after Standard Webhooks', () => {
  it('is signed by HMAC as the reference implementations do', () => {
    expect(signature(SHARED)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is signed by Ed25519 as in the example of the specification, which node:crypto verifies', () => {
    const header = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';
    expect(signature(PRIVATE)).toBe(header);
    const { id, at, body } = EXAMPLE;
    const publicKey = createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(PUBLIC.slice(5), 'base64').toString('base64url') },
    });
    const content = Buffer.from(`${id}.${at / 1000}.${body}`);
    expect(verify(null, content, publicKey, Buffer.from(header.slice(4), 'base64'))).toBe(true);
  });

  it('is verified by the library of Standard Webhooks, by either key while they are changed', () => {
    const [old, young] = [newSharedSecret(), newSharedSecret()];
    const signed = { ...EXAMPLE, at: Date.now() };
    const headers = signatureHeaders(signed, [old, young].map(signingKey));
    for (const key of [old, young]) expect(new Webhook(key).verify(signed.body, headers)).toEqual({ test: 2432232314 });
    expect(() => new Webhook(newSharedSecret()).verify(signed.body, headers)).toThrow('No matching signature');
  });

  it('has an id that cannot run into the time', () => {
    expect(() => signatureHeaders({ ...EXAMPLE, id: 'a.1614265330' }, [])).toThrow(TypeError);
  });
});

describe('a signing key', () => {
  it('is written in the formats of the specification', () => {
    const scheme = (text: string): SigningKey['scheme'] => signingKey(text).scheme;
    expect([scheme(newSharedSecret()), scheme(newPrivateKey())]).toEqual(['v1', 'v1a']);
    expect(signingKey(PRIVATE)).toMatchObject({ publicKey: PUBLIC });
  });

  it.each([
    ['without its prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['that is public', PUBLIC],
    ['that is no base64', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS*'],
    ['too short to be secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILA=='],
    ['of which half is missing', 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc='],
    ['whose halves are those of two', `whsk_${Buffer.alloc(64, 7).toString('base64')}`],
  ])('is refused %s, without being repeated', (_, text) => {
    let message = '';
    try {
      signingKey(text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain(text.slice(6, 20));
  });
});
