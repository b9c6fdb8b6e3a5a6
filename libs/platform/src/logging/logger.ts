import { ConsoleLogger, type LoggerService } from '@nestjs/common';
import type { Configuration } from '../configuration/configuration.ts';

/** The logger of a process, as Nest takes it. No body, token, query string or personal data is ever given to it. */
export function createLogger(log: Configuration['log']): LoggerService | false {
  if (log === 'off') return false;
  return new ConsoleLogger({ json: log === 'json', colors: log === 'text', compact: true });
}
