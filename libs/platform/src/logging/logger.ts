import { ConsoleLogger, type LoggerService, type LogLevel } from '@nestjs/common';
import { personalIn } from '#use-cases';
import type { Configuration } from '../configuration/configuration.ts';

/** What Nest tells of its own start, one line for each module and route: it hides what matters. */
const OF_THE_START = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** In the place of a line that would leave a person's code or account in the output, where nobody can erase it. */
const LEFT_OUT = '(a line with a codice fiscale or an IBAN in it was left out)';

class ProductLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && OF_THE_START.has(context)) return;
    super.log(message, ...(rest as [string]));
  }

  protected override printMessages(
    messages: unknown[],
    context?: string,
    logLevel?: LogLevel,
    stream?: 'stdout' | 'stderr',
    stack?: unknown,
    params?: Record<string, unknown>,
  ): void {
    super.printMessages(messages.map(withoutPersons), context, logLevel, stream, withoutPersons(stack), params);
  }

  protected override printStackTrace(stack: string): void {
    super.printStackTrace(withoutPersons(stack) as string);
  }
}

/** Nobody gives a logger personal data knowingly; an error of a library may still repeat what it was given. */
function withoutPersons(logged: unknown): unknown {
  if (logged instanceof Error) return cleared(logged.stack ?? logged.message) ?? logged;
  if (typeof logged === 'string') return cleared(logged) ?? logged;
  if (Array.isArray(logged)) return logged.map(withoutPersons);
  if (typeof logged !== 'object' || logged === null) return logged;
  return Object.fromEntries(Object.entries(logged).map(([name, value]) => [name, withoutPersons(value)]));
}

/** A text without the lines that tell of a person; undefined when there are none. */
function cleared(text: string): string | undefined {
  if (!personalIn(text)) return undefined;
  const lines = text.split('\n').map((line) => (personalIn(line) ? LEFT_OUT : line));
  const left = lines.join('\n');
  return personalIn(left) ? LEFT_OUT : left;
}

/** The logger of a process, as Nest takes it. No body, token, query string or personal data is ever given to it. */
export function createLogger(log: Configuration['log']): LoggerService | false {
  if (log === 'off') return false;
  return new ProductLogger({ json: log === 'json', colors: log === 'text', compact: true });
}
