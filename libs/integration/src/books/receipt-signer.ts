import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { ReceiptKey } from '#use-cases';

/** Of a private key in DER, before its 32 bytes (RFC 8410, 7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs statements so that whoever has the published key can verify them, wherever they are: JWS with Ed25519 (RFC 7515, 8037). */
export class ReceiptSigner {
  readonly #privateKey: KeyObject;
  readonly key: ReceiptKey;

  /** @param seed the 32 bytes of the private key */
  constructor(seed: Uint8Array) {
    const der = Buffer.concat([PKCS8_ED25519, seed]);
    this.#privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const { x = '' } = createPublicKey(this.#privateKey).export({ format: 'jwk' });
    this.key = { kty: 'OKP', crv: 'Ed25519', x, kid: thumbprintOf(x), alg: 'EdDSA', use: 'sig' };
  }

  /** @returns a JWS in compact form */
  sign(statement: object): string {
    const header = { alg: this.key.alg, kid: this.key.kid, typ: 'receipt+jws' };
    const signed = [header, statement].map((part) => encoded(JSON.stringify(part))).join('.');
    return `${signed}.${sign(null, Buffer.from(signed), this.#privateKey).toString('base64url')}`;
  }
}

/** RFC 7638, of a key of RFC 8037. */
function thumbprintOf(x: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
