import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** What stands for the whole of a log at a moment: shown outside, it tells later whether that much is still as it was. */
export const LogHead = Type.Object({
  /** Identity of the log, which a restore renews. */
  logId: Type.String(),
  /** Events that it stands for. */
  size: Type.Integer({ minimum: 0 }),
  /** Position of the last of them. */
  position: Type.String({ pattern: '^[0-9]+$' }),
  /** Root of the tree over them, in hexadecimal. */
  root: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** RFC 3339: when it was made. */
  at: Type.String(),
});
export type LogHead = Static<typeof LogHead>;

export const SignedHead = Type.Composite([
  LogHead,
  Type.Object({
    /** Fingerprint of the public key. */
    key: Type.String(),
    /** Ed25519 over {@link signedText}, in base64. */
    signature: Type.String(),
  }),
]);
export type SignedHead = Static<typeof SignedHead>;

/** What is signed: the fields of a head, a line each, under a line that keeps it apart from all else that a key signs. */
export function signedText({ logId, size, position, root, at }: LogHead): string {
  return ['rete-punti log head 1', logId, size, position, root, at, ''].join('\n');
}

/** Signs a head with an Ed25519 key. */
export function signHead(head: LogHead, { privateKey, publicKey }: HeadKey): SignedHead {
  const signature = sign(null, Buffer.from(signedText(head)), privateKey).toString('base64');
  return { ...head, key: fingerprintOf(publicKey), signature };
}

/** The key that heads are signed with. */
export interface HeadKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function isSignedBy(head: SignedHead, publicKey: KeyObject): boolean {
  const signature = Buffer.from(head.signature, 'base64');
  return head.key === fingerprintOf(publicKey) && verify(null, Buffer.from(signedText(head)), publicKey, signature);
}

/** The first 16 bytes of the SHA-256 of a public key (SubjectPublicKeyInfo), in hexadecimal. */
export function fingerprintOf(publicKey: KeyObject): string {
  const info = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(info).digest('hex').slice(0, 32);
}

/** A head, signed or not, from JSON; undefined when it is none. */
export function parseHead(value: unknown): LogHead | SignedHead | undefined {
  if (Value.Check(SignedHead, value)) return Value.Clean(SignedHead, structuredClone(value)) as SignedHead;
  return Value.Check(LogHead, value) ? (Value.Clean(LogHead, structuredClone(value)) as LogHead) : undefined;
}

export function isSigned(head: LogHead | SignedHead): head is SignedHead {
  return 'signature' in head;
}
