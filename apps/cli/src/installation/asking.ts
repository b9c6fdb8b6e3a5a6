import type { TSchema } from '@sinclair/typebox';
import { openStoresToRead } from '#composition';
import { isDomainError, isSystemError, systemClock } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import { HttpProblem, RouteInput } from '#platform';
import { publisherOf, type InputClass, type QueryShell } from '#use-cases';
import { Failure } from '../failure.ts';
import { existingInstallation } from './existing-installation.ts';
import { givenToken } from './given-token.ts';
import type { InstallationOptions } from './installation-options.ts';
import { OperationsClient } from './operations-client.ts';
import { using } from './using.ts';

/** Which installation is asked, and how. */
export interface AskingOptions extends InstallationOptions {
  /** URL of a running server, which is asked with a token; the stores of the installation are read when absent. */
  readonly server?: string;
  /** Holds the token to talk to a server with. */
  readonly tokenFile?: string;
}

/** What a question that is answered from the stores is given. */
export type AskedShell = Pick<QueryShell, 'reader' | 'read' | 'requireWithin' | 'clock'>;

/** A question, and how it is answered by a server or here. */
export interface Question<Input extends object, Answer> {
  readonly input: InputClass<Input>;
  /** As it is sent, by name. */
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** The path of a server, without its parameters. */
  readonly path: string;
  /** The options of the command line that fill them, by name of the field. */
  readonly options?: Readonly<Record<string, string>>;
  /** Fields that stand in the path. */
  readonly inPath?: readonly string[];
  /** What may leave, as the query declares it: through a server or not, it is the same. */
  readonly leaves: TSchema;
  readonly answer: (input: Input, shell: AskedShell) => Promise<Answer>;
}

/** Asks one question of an installation; once for each page of its answer. */
export type Ask = <Input extends object, Answer>(question: Question<Input, Answer>) => Promise<Answer>;

/**
 * Gives what asks an installation: through a server, as whoever the token says, or of its stores, as the centre, which
 * disturbs no server and needs none. The answer is then as of the end of the log.
 * @throws Failure when what was asked for is wrong, or cannot be answered
 */
export async function asking<T>(
  { server, tokenFile, ...options }: AskingOptions,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const installation = () => existingInstallation(options);
  if (server !== undefined) {
    const client = OperationsClient.connect(installation, server, givenToken(tokenFile));
    return work((question) => inOptions(question.options ?? {}, () => client.read(pathOf(question))));
  }
  return using(openStoresToRead(installation()), async ({ eventStore: log, readModels: store }) => {
    const reader = new ProjectionReader({ log, store });
    const read = { minPosition: await log.head() };
    const shell: AskedShell = { reader, read, requireWithin: () => undefined, clock: systemClock };
    return work(async ({ input, fields, options: named = {}, leaves, answer }) => {
      const found = () => answered(async () => answer(await inputOf(input, fields), shell));
      return publisherOf(leaves)(await inOptions(named, found)) as Awaited<ReturnType<typeof answer>>;
    });
  });
}

function pathOf<Input extends object, Answer>({ path, fields, inPath = [] }: Question<Input, Answer>): string {
  const sent = Object.entries(fields).filter(([name, value]) => value !== undefined && !inPath.includes(name));
  const parameters = new URLSearchParams(sent as [string, string][]).toString();
  return parameters === '' ? path : `${path}?${parameters}`;
}

/** Checked as a request is. */
function inputOf<Input extends object>(
  input: InputClass<Input>,
  fields: Readonly<Record<string, unknown>>,
): Promise<Input> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new RouteInput().of(input, { sent: Object.fromEntries(given), path: {} });
}

/**
 * Names the options of the command line where a refusal names the fields that they fill.
 * @throws Failure as the answer does, in these words
 */
async function inOptions<T>(options: Readonly<Record<string, string>>, answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = Object.entries(options).reduce(
      (text, [field, option]) => text.replace(new RegExp(`(^|[.] )${field} must `, 'g'), `$1${option} must `),
      error.message,
    );
    throw new Failure(message, { cause: error.cause });
  }
}

/** Says what was refused as a person reads it. */
async function answered<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof HttpProblem) {
      const { errors = [], detail } = error.problem;
      throw new Failure(errors.map(({ message }) => `${message}.`).join(' ') || detail);
    }
    if (isDomainError(error)) throw new Failure(error.message, { cause: error });
    if (isSystemError(error, 'PROJECTION_NOT_READY') || isSystemError(error, 'PROJECTION_BEHIND')) {
      throw new Failure(`${error.message}; where no server runs, start one, which reads the log to its end.`, {
        cause: error,
      });
    }
    throw error;
  }
}
