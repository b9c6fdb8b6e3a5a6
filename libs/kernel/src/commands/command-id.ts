import { parse, v5 as uuidv5 } from 'uuid';

/** Namespace of all ids that are derived from others; changing it would make old ids new. */
const NAMESPACE = parse('5d1c7f0e-6f43-5a0b-9c8e-2f1d3b7a9e64');

/**
 * A UUIDv5 of several parts. Same parts, same id, on any machine: new aggregate ids, event ids and the ids of a process
 * manager's commands are derived so that a repeated step is recognised.
 */
export function deriveId(...parts: readonly (string | number)[]): string {
  // JSON keeps ["a","bc"] and ["ab","c"] apart.
  return uuidv5(Buffer.from(JSON.stringify(parts)), NAMESPACE);
}

/** Id of the command behind an Idempotency-Key: bound to the principal, so that keys of two clients never meet. */
export function commandIdOf(principal: string, idempotencyKey: string): string {
  return deriveId('idempotency', principal, idempotencyKey);
}
