import { BOOKS } from '#integration';
import { START } from '#kernel/domain';
import {
  LeaseWatch,
  storedProcessStatus,
  storedProjectionStatus,
  type ProcessStatus,
  type WatchedLog,
} from '#kernel/execution';
import type { Configuration, InstallationHealth } from '#platform';
import type { Runners } from '../runners/runners.ts';
import type { ErasureWatch } from '#privacy';
import type { ContextDefinition } from '#use-cases';
import { processesOf, projectionsOf } from '../contexts/event-core.ts';
import type { Stores } from '../stores/stores.ts';

interface HealthParts {
  readonly stores: Stores;
  readonly log: WatchedLog;
  readonly erasures: ErasureWatch;
  readonly contexts: readonly ContextDefinition[];
  readonly runners: Runners;
  readonly configuration: Configuration;
}

/** How the installation stands: what runs here says so itself; of what runs elsewhere the stores tell. */
export function installationHealth({
  stores: { readModels, work, logHealth, leases, damagedFiles },
  log,
  erasures,
  contexts,
  runners,
  configuration: { cluster },
}: HealthParts): InstallationHealth {
  const watch = (name: keyof Runners): LeaseWatch | undefined =>
    leases && cluster && new LeaseWatch({ leases, name, ttl: cluster.leaseSeconds * 1_000 });
  const [projectionsWatch, processesWatch] = [watch('projections'), watch('processes')];
  const booksWatch = watch('books');
  /** Numbering is no process manager: it is told of where it does not go on. */
  const books = async (): Promise<readonly ProcessStatus[]> => {
    const running = runners.books.find();
    const reason = running
      ? running.failure?.message
      : (runners.books.failure?.message ?? (await abandoned(booksWatch)));
    if (reason === undefined) return [];
    const position = (await work.checkpoint(BOOKS))?.position ?? START;
    return [{ process: BOOKS, state: 'stopped', position, head: await log.head(), parked: [], error: reason }];
  };
  const projections = projectionsOf(contexts);
  const processes = processesOf(contexts);
  return {
    refuseChanged: () => log.refuseChanged(),
    removedStreams: () => log.removedStreams,
    damagedFiles: () => damagedFiles?.() ?? [],
    erasures: () => ({ lag: Math.round(erasures.lag), isBehind: erasures.isBehind }),
    ...(logHealth ? { log: logHealth } : {}),
    projections: async () => {
      const running = runners.projections.find();
      if (running) return running.runner.status();
      const stored = await storedProjectionStatus({ log, store: readModels, projections });
      const reason = runners.projections.failure?.message ?? (await abandoned(projectionsWatch));
      return stored.map((status) => (status.state === 'building' ? status : { ...status, ...stopped(reason) }));
    },
    processes: async () => {
      const running = runners.processes.find();
      if (running) return [...(await running.status()), ...(await books())];
      const stored = await storedProcessStatus({ log, work, processes });
      const reason = runners.processes.failure?.message ?? (await abandoned(processesWatch));
      return [...stored.map((status) => ({ ...status, ...stopped(reason) })), ...(await books())];
    },
  };
}

async function abandoned(watch: LeaseWatch | undefined): Promise<string | undefined> {
  return !watch || (await watch.isHeld()) ? undefined : 'no worker runs it: start one, or look at those there are';
}

function stopped(reason: string | undefined): { state: 'stopped'; error: string } | undefined {
  return reason === undefined ? undefined : { state: 'stopped', error: reason };
}
