import { isSystemError } from '#kernel';
import { openApplication, type Application, type ApplicationOptions } from '../../../api/src/application.ts';
import { Failure } from '../failure.ts';

/**
 * Opens the application of a data directory.
 * @throws Failure that says what to do when the log was put back from a backup, and what `openApplication` throws
 */
export async function openInstallation(options: ApplicationOptions): Promise<Application> {
  try {
    return await openApplication(options);
  } catch (error) {
    if (!isSystemError(error, 'LOG_REPLACED')) throw error;
    const { dataDirectory } = options.configuration;
    throw new Failure(
      `The log in ${dataDirectory} was restored or replaced: ${error.message}.\n` +
        'If an older events.db was put back on purpose, tell the directory so, and start again:\n' +
        `  rete-punti accept-restore --data ${dataDirectory}\n` +
        'If not, put back the events.db that belongs to it.',
      { cause: error },
    );
  }
}
