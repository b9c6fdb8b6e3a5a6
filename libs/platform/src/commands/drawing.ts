import { createHmac, createSecretKey } from 'node:crypto';
import type { Draws } from '#use-cases';

/**
 * Draws by HMAC-SHA256 under a secret.
 * @param secret 32 random bytes, the same for the life of the installation
 */
export function drawsUnder(secret: Uint8Array): Draws {
  const key = createSecretKey(secret);
  return (what, commandId) =>
    createHmac('sha256', key)
      .update(JSON.stringify([what, commandId]))
      .digest('hex');
}
