import { Logger } from '@nestjs/common';
import type { Configuration } from '#platform';
import { createApplication, type Part } from '../application.ts';
import { readInstallation } from '../contexts/read-installation.ts';
import { explanationOf } from './is-for-people.ts';

/**
 * Runs a process of an installation, as containers run it: from the environment, until SIGTERM or SIGINT, which let
 * requests and batches in hand come to their end. What a person can mend is said without a stack.
 */
export async function runProcess(partOf: (configuration: Configuration) => Part): Promise<void> {
  try {
    const configuration = readInstallation(process.env);
    const part = partOf(configuration);
    const application = await createApplication({ configuration, part });
    new Logger('Process').log(`${part} answers at ${application.url}`);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void application.close());
  } catch (error) {
    const explanation = explanationOf(error);
    if (explanation === undefined) throw error;
    process.stderr.write(`${explanation}\n`);
    process.exitCode = 1;
  }
}
