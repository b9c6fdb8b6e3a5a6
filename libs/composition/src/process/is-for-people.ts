import { isSystemError } from '#kernel/domain';
import { ConfigurationError } from '#platform';
import { MasterKeyError } from '#privacy';

/** Failures whose message says what to do; anything else is a defect and shows its stack. */
export function isForPeople(error: unknown): error is Error {
  return error instanceof ConfigurationError || error instanceof MasterKeyError || isSystemError(error);
}
