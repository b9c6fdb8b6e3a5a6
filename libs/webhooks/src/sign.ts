import { createHmac, createSecretKey, sign } from 'node:crypto';
import type { SigningKey } from './signing-key.ts';

/** What is signed: the id of the delivery, the time of this attempt and the body, byte for byte as it is sent. */
export interface Signed {
  /** Without a full stop: that is what separates the parts. */
  readonly id: string;
  /** Milliseconds since the epoch; the header says whole seconds. */
  readonly at: number;
  readonly body: string;
}

/** The headers of Standard Webhooks; an object type, so that it can be spread into others. */
export type SignatureHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;

/**
 * Signs one attempt with every key that is valid now: while a key is being changed, the receiver finds the signature of
 * the one that it knows.
 * @throws TypeError when the id could be taken for another
 */
export function signatureHeaders({ id, at, body }: Signed, keys: readonly SigningKey[]): SignatureHeaders {
  if (id.includes('.')) throw new TypeError('the id of a webhook has no full stop');
  const timestamp = String(Math.floor(at / 1000));
  const content = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => `${key.scheme},${signatureOf(content, key)}`).join(' '),
  };
}

function signatureOf(content: string, key: SigningKey): string {
  if (key.scheme === 'v1') return createHmac('sha256', createSecretKey(key.secret)).update(content).digest('base64');
  return sign(null, Buffer.from(content), key.privateKey).toString('base64');
}
