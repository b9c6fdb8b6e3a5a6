import { randomUUID } from 'node:crypto';
import {
  openApplication,
  contexts,
  projectionsOf,
  openReadModelsToRead,
  openStoresToRead,
  type Application,
} from '#composition';
import type { BuildInfo, ParkedKey } from '#kernel/ports';
import { storedProjectionStatus, type ProjectionStatus, type RetryOutcome } from '#kernel/execution';
import type { Configuration } from '#platform';
import { printJson, printTable } from '#terminal';
import { Failure } from '../failure.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import { givenToken } from '../installation/given-token.ts';
import { followRebuild, type FollowedRebuild } from '../installation/follow-rebuild.ts';
import { OperationsClient } from '../installation/operations-client.ts';
import { projectionCalled } from '../installation/projection-called.ts';
import { using } from '../installation/using.ts';
import { withDirectory } from '../installation/with-directory.ts';

export interface ProjectionsOptions extends InstallationOptions {
  /** URL of the worker that runs the projections, clustered. */
  readonly server?: string;
  /** Holds the token to talk to a server with; one of the installation's own when absent, where it signs itself. */
  readonly tokenFile?: string;
  readonly json?: boolean;
}

/** Every build of every projection, as the read models say; needs no server and disturbs none. */
export async function listProjections({ json, ...options }: ProjectionsOptions): Promise<void> {
  const builds = await using(openReadModelsToRead(existingInstallation(options)), ({ store }) => store.builds());
  if (json) printJson(builds);
  else printTable(['projection', 'version', 'build', 'live', 'position'], builds.map(buildRow));
}

function buildRow({ projection, version, build, live, checkpoint }: BuildInfo): (string | number)[] {
  return [projection, version, build, live ? 'yes' : '', checkpoint?.position ?? ''];
}

/** How each projection stands: how far it has read, what is parked, whether it lacks events. */
export async function projectionsStatus({ json, ...options }: ProjectionsOptions): Promise<void> {
  const statuses = await run<readonly ProjectionStatus[]>(options, {
    server: async (client) => (await client.get<{ items: ProjectionStatus[] }>('projections')).items,
    alone: ({ projections }) => projections.status(),
    stored: (configuration) =>
      using(openStoresToRead(configuration), ({ eventStore: log, readModels: store }) =>
        storedProjectionStatus({ log, store, projections: projectionsOf(contexts) }),
      ),
  });
  if (json) {
    printJson(statuses);
    return;
  }
  printTable(
    ['projection', 'state', 'build', 'position', 'head', 'parked', 'incomplete since', 'error'],
    statuses.map((status) => [
      status.projection,
      status.state,
      status.build ?? '',
      status.position,
      status.head,
      status.parked,
      status.incompleteSince ?? '',
      status.error ?? '',
    ]),
  );
}

/** Has a projection built anew beside the live one and switched to, and shows how far that has come. */
export async function rebuildProjection(name: string, { json, ...options }: ProjectionsOptions): Promise<void> {
  const rebuilt = await run(options, {
    server: async (client) => {
      const asked = await client.post<FollowedRebuild>(`projections/${name}/rebuild`);
      return followRebuild(asked, () => client.get(`projections/${name}/rebuilds/${asked.job}`));
    },
    alone: async ({ rebuilds }) => {
      const asked = await rebuilds.begin(name, randomUUID());
      return followRebuild(asked, () => rebuilds.get(name, asked.job));
    },
  });
  if (json) printJson(rebuilt);
  else printTable(['projection', 'build', 'events read'], [[name, rebuilt.build, rebuilt.events]]);
}

type Parked = Pick<ParkedKey, 'key' | 'position' | 'eventId' | 'error' | 'parkedAt'>;

/** Documents of a projection whose fold failed. */
export async function parkedDocuments(name: string, { json, ...options }: ProjectionsOptions): Promise<void> {
  const parked = await run<readonly Parked[]>(options, {
    server: async (client) => (await client.get<{ items: Parked[] }>(`projections/${name}/parked`)).items,
    alone: async ({ projections }) => projections.parked(name),
    stored: (configuration) =>
      using(openReadModelsToRead(configuration), async ({ store: readModels }) => {
        const { version } = projectionCalled(name);
        const build = await readModels.pointer(name, version);
        return build === undefined ? [] : readModels.parked(build);
      }),
  });
  if (json) printJson(parked);
  else {
    printTable(
      ['document', 'position', 'event', 'error', 'since'],
      parked.map(({ key, position, eventId, error, parkedAt }) => [key, position, eventId, error, parkedAt]),
    );
  }
}

/** Folds the parked documents of a projection again, from where they failed. */
export async function retryParked(name: string, { json, ...options }: ProjectionsOptions): Promise<void> {
  const outcome = await run<RetryOutcome>(options, {
    server: (client) => client.post<RetryOutcome>(`projections/${name}/retry`),
    alone: ({ projections }) => projections.retry(name),
  });
  if (json) printJson(outcome);
  else printTable(['healed', 'still parked'], [[outcome.healed.length, outcome.stillParked.length]]);
}

interface Ways<T> {
  readonly server: (client: OperationsClient) => Promise<T>;
  readonly alone: (application: Application) => Promise<T>;
  /** How the stores alone can tell, where they are shared; absent when only whoever runs the projections can do it. */
  readonly stored?: (configuration: Configuration) => Promise<T>;
}

/**
 * Of a data directory: through its server, or with the whole application opened here, its door shut. Of a cluster: as
 * its stores say, or through the worker that runs the projections.
 */
async function run<T>(options: Omit<ProjectionsOptions, 'json'>, ways: Ways<T>): Promise<T> {
  const { server, tokenFile, ...installation } = options;
  const token = givenToken(tokenFile);
  const existing = () => existingInstallation(installation);
  if (server !== undefined) return ways.server(OperationsClient.connect(existing, server, token));
  const configuration = existing();
  if (!configuration.cluster?.mongoDb) {
    const alone = async (): Promise<T> => {
      const application = await openApplication({ configuration });
      try {
        return await ways.alone(application);
      } finally {
        await application.close();
      }
    };
    return withDirectory(configuration, { server: (client) => ways.server(client()), alone }, token);
  }
  if (ways.stored) return ways.stored(configuration);
  throw new Failure('Give the URL of the worker that runs the projections with --server: its log says that it does.');
}
