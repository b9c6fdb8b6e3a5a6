import { ConsoleLogger, type LoggerService } from '@nestjs/common';
import type { Configuration } from '../configuration/configuration.ts';

/** What Nest tells of its own start, one line for each module and route: it hides what matters. */
const OF_THE_START = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

class ProductLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && OF_THE_START.has(context)) return;
    super.log(message, ...(rest as [string]));
  }
}

/** The logger of a process, as Nest takes it. No body, token, query string or personal data is ever given to it. */
export function createLogger(log: Configuration['log']): LoggerService | false {
  if (log === 'off') return false;
  return new ProductLogger({ json: log === 'json', colors: log === 'text', compact: true });
}
