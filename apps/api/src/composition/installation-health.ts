import { storedProcessStatus, storedProjectionStatus } from '#kernel';
import type { InstallationHealth } from '#platform';
import type { Runners } from '../../../worker/src/runners.ts';
import type { Context } from './context.ts';
import { processesOf, projectionsOf } from './event-core.ts';
import type { Stores } from './stores.ts';

/** How the installation stands: what runs here says so itself; of what runs elsewhere the stores tell. */
export function installationHealth(
  { eventStore: log, readModels, work, logHealth }: Stores,
  contexts: readonly Context[],
  runners: Runners,
): InstallationHealth {
  const projections = projectionsOf(contexts);
  const processes = processesOf(contexts);
  return {
    ...(logHealth ? { log: logHealth } : {}),
    projections: async () => {
      const running = runners.projections.find();
      if (running) return running.status();
      const stored = await storedProjectionStatus({ log, store: readModels, projections });
      return stored.map((status) => ({ ...status, ...stopped(runners.projections.failure) }));
    },
    processes: async () => {
      const running = runners.processes.find();
      if (running) return running.status();
      const stored = await storedProcessStatus({ log, work, processes });
      return stored.map((status) => ({ ...status, ...stopped(runners.processes.failure) }));
    },
  };
}

/** What a worker could not go on with, it says until it or another can. */
function stopped(failure: Error | undefined): { state: 'stopped'; error: string } | undefined {
  return failure && { state: 'stopped', error: failure.message };
}
