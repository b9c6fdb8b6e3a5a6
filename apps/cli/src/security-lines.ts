import type { SecurityEvent } from '#platform';

/** Tells of a security event on standard error, a line of JSON: standard output is what the command was asked for. */
export function tellSecurityEvent(event: SecurityEvent): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
}
