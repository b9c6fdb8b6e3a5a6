import { BOOKS, DELIVERIES } from '#integration';
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
  const watches = { books: watch('books'), deliveries: watch('deliveries') };
  /** Numbering and deliveries are no process managers: they are told of where they do not go on. */
  const halted = async (name: keyof typeof watches, process: string): Promise<readonly ProcessStatus[]> => {
    const hosted = runners[name];
    const running = hosted.find();
    const reason = running ? running.failure?.message : (hosted.failure?.message ?? (await abandoned(watches[name])));
    if (reason === undefined) return [];
    const position = (await work.checkpoint(process))?.position ?? START;
    return [{ process, state: 'stopped', position, head: await log.head(), parked: [], error: reason }];
  };
  const others = async (): Promise<readonly ProcessStatus[]> => {
    return [...(await halted('books', BOOKS)), ...(await halted('deliveries', DELIVERIES))];
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
      if (running) return [...(await running.status()), ...(await others())];
      const stored = await storedProcessStatus({ log, work, processes });
      const reason = runners.processes.failure?.message ?? (await abandoned(processesWatch));
      return [...stored.map((status) => ({ ...status, ...stopped(reason) })), ...(await others())];
    },
  };
}

async function abandoned(watch: LeaseWatch | undefined): Promise<string | undefined> {
  return !watch || (await watch.isHeld()) ? undefined : 'no worker runs it: start one, or look at those there are';
}

function stopped(reason: string | undefined): { state: 'stopped'; error: string } | undefined {
  return reason === undefined ? undefined : { state: 'stopped', error: reason };
}
