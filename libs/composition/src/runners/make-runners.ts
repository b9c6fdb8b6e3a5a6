import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { isSystemError, type Clock, type Position, type ProcessManager, type Projection } from '#kernel/domain';
import type { EventStore, LeaseStore, ReadModelStore, WorkStore } from '#kernel/ports';
import {
  ProcessRunner,
  ProjectionRunner,
  RebuildJobs,
  type BuildProgress,
  type Dispatch,
  type EventRegistry,
} from '#kernel/execution';
import type { Deliverer, Numbering } from '#integration';
import type { ClusterConfiguration } from '#platform';
import type { OpenFeed } from '../feed/open-feed.ts';
import { HostedAlone, HostedElsewhere, HostedUnderLease, type Hosted, type Runner } from './hosted.ts';
import { ProjectionsAtWork } from './projections-at-work.ts';
import type { Runners } from './runners.ts';

interface RunnerParts {
  readonly log: EventStore;
  readonly readModels: ReadModelStore;
  readonly work: WorkStore;
  readonly registry: EventRegistry;
  readonly projections: readonly Projection[];
  readonly processes: readonly ProcessManager[];
  readonly dispatch: Dispatch;
  readonly clock: Clock;
  readonly makeNumbering: OpenFeed['makeNumbering'];
  readonly makeDeliverer: (how: { readonly epoch?: number; readonly onError: (error: unknown) => void }) => Deliverer;
  /** Told when a runner meets another log than the one that the process was started on. */
  readonly onLogReplaced: (error: unknown) => void;
  readonly onBuildProgress?: (projection: string, progress: BuildProgress, head: Position) => void;
}

/** How runners are shared between processes: not at all, by lease, or left to workers. */
export type Sharing =
  | 'alone'
  | 'elsewhere'
  | { readonly leases: LeaseStore; readonly cluster: Pick<ClusterConfiguration, 'leaseSeconds' | 'workerName'> };

/** Projections and process managers, deadlines included, for one process. Both are started by whoever asked for them. */
export function makeRunners(parts: RunnerParts, sharing: Sharing): Runners {
  const logger = new Logger('Runners');
  const onError = (error: unknown): void => {
    logger.error(error instanceof Error ? error.stack : String(error));
    if (isSystemError(error, 'LOG_REPLACED')) parts.onLogReplaced(error);
  };
  const { log, registry, clock, onBuildProgress } = parts;
  const shared = { log, registry, clock, onError };
  const underEpoch = (epoch: number | undefined): { epoch?: number } => (epoch === undefined ? {} : { epoch });
  const projections = (epoch?: number): ProjectionsAtWork => {
    const runner = new ProjectionRunner({
      ...shared,
      store: parts.readModels,
      projections: parts.projections,
      ...(onBuildProgress ? { onBuildProgress } : {}),
      ...underEpoch(epoch),
    });
    const names = parts.projections.map(({ name }) => name);
    return new ProjectionsAtWork(
      runner,
      new RebuildJobs({ ...shared, runner, projections: names, work: parts.work, ...underEpoch(epoch) }),
    );
  };
  const processes = (epoch?: number): ProcessRunner =>
    new ProcessRunner({
      ...shared,
      work: parts.work,
      processes: parts.processes,
      dispatch: parts.dispatch,
      ...underEpoch(epoch),
    });
  const holder = holderName(sharing);
  const host = <R extends Runner>(name: string, make: (epoch?: number) => R): Hosted<R> => {
    if (sharing === 'alone') return new HostedAlone(make());
    if (sharing === 'elsewhere') return new HostedElsewhere(name);
    const onTaken = (epoch: number): R => {
      logger.log(`${holder} runs the ${name} from now on (epoch ${epoch})`);
      return make(epoch);
    };
    const onEnded = (): void => logger.log(`${holder} no longer runs the ${name}`);
    const ttl = sharing.cluster.leaseSeconds * 1_000;
    return new HostedUnderLease({ name, leases: sharing.leases, holder, ttl, make: onTaken, onEnded, onError });
  };
  const books = (epoch?: number): Numbering => parts.makeNumbering({ onError, ...underEpoch(epoch) });
  const deliveries = (epoch?: number): Deliverer => parts.makeDeliverer({ onError, ...underEpoch(epoch) });
  return {
    projections: host('projections', projections),
    processes: host('processes', processes),
    books: host('books', books),
    deliveries: host('deliveries', deliveries),
  };
}

/** Of no other process, also of none before this one. */
function holderName(sharing: Sharing): string {
  const given = typeof sharing === 'object' ? sharing.cluster.workerName : undefined;
  return `${given ?? `${hostname()}:${process.pid}`}/${randomUUID().slice(0, 8)}`;
}
