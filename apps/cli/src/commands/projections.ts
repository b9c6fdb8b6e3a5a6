import type { BuildInfo, ParkedKey, ProjectionStatus, RetryOutcome } from '#kernel';
import { readConfiguration } from '#platform';
import { openEmbeddedStores } from '#store-embedded';
import type { Application } from '../../../api/src/application.ts';
import { withInstallation } from '../installation/installation.ts';
import { openInstallation } from '../installation/open-installation.ts';
import type { OperationsClient } from '../installation/operations-client.ts';
import { printJson, printTable } from '../output/print.ts';
import { Progress } from '../output/progress.ts';

export interface ProjectionsOptions {
  readonly data: string;
  readonly json?: boolean;
}

/** Every build of every projection, as the files say; needs no server and disturbs none. */
export async function listProjections({ data, json }: ProjectionsOptions): Promise<void> {
  const stores = openEmbeddedStores(data, { readOnly: true });
  try {
    const builds = await stores.readModels.builds();
    if (json) printJson(builds);
    else printTable(['projection', 'version', 'build', 'live', 'position'], builds.map(buildRow));
  } finally {
    await stores.close();
  }
}

function buildRow({ projection, version, build, live, checkpoint }: BuildInfo): (string | number)[] {
  return [projection, version, build, live ? 'yes' : '', checkpoint?.position ?? ''];
}

/** How each projection stands: how far it has read, what is parked, whether it lacks events. */
export async function projectionsStatus({ data, json }: ProjectionsOptions): Promise<void> {
  const statuses = await run<readonly ProjectionStatus[]>(data, {
    server: async (client) => (await client.get<{ items: ProjectionStatus[] }>('projections')).items,
    alone: ({ projections }) => projections.status(),
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

/** Builds a projection anew beside the live one, and switches to it. */
export async function rebuildProjection(name: string, { data, json }: ProjectionsOptions): Promise<void> {
  const rebuilt = await run(data, {
    server: (client) => client.post<{ build: string; events: number }>(`projections/${name}/rebuild`),
    alone: async ({ projections, stores }) => {
      const progress = new Progress(name, 'positions', Number(await stores.eventStore.head()));
      try {
        return await projections.rebuild(name, ({ position }) => {
          progress.update(Number(position));
        });
      } finally {
        progress.stop();
      }
    },
  });
  if (json) printJson(rebuilt);
  else printTable(['projection', 'build', 'events read'], [[name, rebuilt.build, rebuilt.events]]);
}

type Parked = Pick<ParkedKey, 'key' | 'position' | 'eventId' | 'error' | 'parkedAt'>;

/** Documents of a projection whose fold failed. */
export async function parkedDocuments(name: string, { data, json }: ProjectionsOptions): Promise<void> {
  const parked = await run<readonly Parked[]>(data, {
    server: async (client) => (await client.get<{ items: Parked[] }>(`projections/${name}/parked`)).items,
    alone: async ({ projections }) => projections.parked(name),
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
export async function retryParked(name: string, { data, json }: ProjectionsOptions): Promise<void> {
  const outcome = await run<RetryOutcome>(data, {
    server: (client) => client.post<RetryOutcome>(`projections/${name}/retry`),
    alone: ({ projections }) => projections.retry(name),
  });
  if (json) printJson(outcome);
  else printTable(['healed', 'still parked'], [[outcome.healed.length, outcome.stillParked.length]]);
}

/** Through the server of the directory, or with the whole application opened here, its door shut. */
function run<T>(
  data: string,
  through: {
    server: (client: OperationsClient) => Promise<T>;
    alone: (application: Application) => Promise<T>;
  },
): Promise<T> {
  return withInstallation(data, {
    server: through.server,
    alone: async () => {
      const configuration = readConfiguration({ ...process.env, RETE_PUNTI_DATA: data, RETE_PUNTI_LOG: 'off' });
      const application = await openInstallation({ configuration });
      try {
        return await through.alone(application);
      } finally {
        await application.close();
      }
    },
  });
}
