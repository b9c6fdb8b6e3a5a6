import { isSystemError } from '#kernel/domain';
import { ConfigurationError } from '#platform';
import { MasterKeyError } from '#privacy';
import { unusable } from '#store-embedded';

/** What whoever runs the system can do about an address where a server cannot listen. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'another program listens there: end it, or choose another port (--port, RETE_PUNTI_PORT; 0 takes a free one)',
  EACCES: 'this user may not listen there: choose a port above 1023 (--port, RETE_PUNTI_PORT)',
  EADDRNOTAVAIL: 'this machine has no such address: check it (--host, RETE_PUNTI_HOST)',
  ENOTFOUND: 'no machine has this name: check it (--host, RETE_PUNTI_HOST)',
  EAI_AGAIN: 'the name cannot be looked up now: check it (--host, RETE_PUNTI_HOST)',
};

/** Failures whose message says what to do; anything else is a defect and shows its stack. */
export function isForPeople(error: unknown): error is Error {
  return error instanceof ConfigurationError || error instanceof MasterKeyError || isSystemError(error);
}

/**
 * What ended a program, for whoever started it: which file, directory or address, and what to do about it.
 * @returns undefined for a defect, which shows its stack
 */
export function explanationOf(error: unknown): string | undefined {
  if (isForPeople(error)) return error.message;
  if (!isOfSystem(error)) return undefined;
  const { code = '', syscall = '', path, message } = error;
  if (path !== undefined) {
    const known = unusable(path, error);
    return isSystemError(known) ? known.message : message;
  }
  const advice = ['listen', 'getaddrinfo'].includes(syscall) ? LISTENING[code] : undefined;
  return advice === undefined ? message : `${message}; ${advice}`;
}

/** Not `instanceof Error`: a test runner has an Error of its own, which errors of Node's modules are not. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error && 'message' in error;
}
