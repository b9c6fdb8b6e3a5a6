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
    projections: () =>
      runners.projections.find()?.status() ?? storedProjectionStatus({ log, store: readModels, projections }),
    processes: () => runners.processes.find()?.status() ?? storedProcessStatus({ log, work, processes }),
  };
}
