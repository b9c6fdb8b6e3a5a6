import { createApplication } from '#composition';
import type { Configuration } from '#platform';
import { CountProgress, printJson, printTable } from '#terminal';
import { Failure } from '../failure.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import { givenToken } from '../installation/given-token.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { OperationsClient } from '../installation/operations-client.ts';
import { using } from '../installation/using.ts';
import { withDirectory } from '../installation/with-directory.ts';
import { csvRows } from '../load/csv-rows.ts';
import { LOADABLE } from '../load/loadable.ts';
import { loadRows, type LoadReport } from '../load/load-rows.ts';

export interface LoadOptions extends InstallationOptions {
  /** URL of a running server. */
  readonly server?: string;
  readonly tokenFile?: string;
  readonly json?: boolean;
}

/** Exit code when rows were refused. */
const SOME_REFUSED = 2;

/**
 * Loads a CSV file, a command for each row, and tells of every row that was refused why. Through a server, if one runs; else
 * the installation is opened for as long as it takes.
 */
export async function load(what: keyof typeof LOADABLE, file: string, options: LoadOptions): Promise<void> {
  const token = givenToken(options.tokenFile);
  const installation = () => existingInstallation(options);
  // A mistyped directory is told before a long file is read.
  if (options.server === undefined) installation();
  const total = await countRows(file, what);
  const loadThrough = (client: OperationsClient): Promise<LoadReport> => loadWith(client, { what, file, total });
  const report = await through(installation, { server: options.server, token }, loadThrough);
  if (options.json) printJson(report);
  else print(report);
  if (report.refused.length > 0) process.exitCode = SOME_REFUSED;
}

async function through<T>(
  installation: () => Configuration,
  { server, token }: { readonly server: string | undefined; readonly token: string | undefined },
  work: (client: OperationsClient) => Promise<T>,
): Promise<T> {
  if (server !== undefined) return work(OperationsClient.connect(installation, server, token));
  const configuration = installation();
  if (configuration.cluster) {
    throw new Failure('Where servers share their stores, a file is loaded through one of them: name it with --server.');
  }
  const alone = { ...configuration, host: '127.0.0.1', port: 0, rateLimit: 0, log: 'off' as const };
  return withDirectory(
    configuration,
    {
      server: (client) => work(client()),
      alone: () =>
        using(createApplication({ configuration: alone }), async ({ url: here, processes }) => {
          const done = await work(OperationsClient.connect(() => configuration, here, token));
          await processes.settled();
          return done;
        }),
    },
    token,
  );
}

interface Loading {
  readonly what: keyof typeof LOADABLE;
  readonly file: string;
  readonly total: number;
}

async function loadWith(client: OperationsClient, { what, file, total }: Loading): Promise<LoadReport> {
  const progress = new CountProgress(`loading ${what}`, total, 'rows');
  try {
    const rows = csvRows(file, LOADABLE[what].columns);
    return await loadRows(client, { name: what, ...LOADABLE[what] }, rows, (count) => {
      progress.update(count);
    });
  } finally {
    progress.stop();
  }
}

/** Reads the file once before anything is loaded: one whose columns are not known is refused as a whole. */
async function countRows(file: string, what: keyof typeof LOADABLE): Promise<number> {
  let count = 0;
  for await (const _row of csvRows(file, LOADABLE[what].columns)) count += 1;
  return count;
}

function print({ loaded, refused }: LoadReport): void {
  if (refused.length > 0) {
    printTable(
      ['line', 'row', 'code', 'why'],
      refused.map(({ line, row, code, why }) => [String(line), row, code, why]),
    );
  }
  process.stdout.write(`${loaded} loaded, ${refused.length} refused.\n`);
}
