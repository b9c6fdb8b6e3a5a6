import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { isSystemError } from '#kernel';
import { ConfigurationError } from '#platform';
import { MasterKeyError } from '#privacy';
import { Failure } from './failure.ts';
import { program } from './program.ts';

// Four folders up from dist/apps/cli/src: the command line runs from dist only.
const manifest = new URL('../../../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

try {
  await program(version).parseAsync();
} catch (error) {
  if (!isForPeople(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Failures whose message says what to do; anything else is a defect and shows its stack. */
function isForPeople(error: unknown): error is Error {
  return (
    error instanceof Failure ||
    error instanceof ConfigurationError ||
    error instanceof MasterKeyError ||
    isSystemError(error)
  );
}
