import type { ProcessStatus, ProjectionStatus } from '#kernel';
import type { HealthReport, LogHealth, PartHealth } from './health.dto.ts';

/** Injection token of the {@link InstallationHealth}. */
export const INSTALLATION_HEALTH = Symbol('InstallationHealth');

/** How the parts of an installation stand that work behind its answers. */
export interface InstallationHealth {
  /** Absent where the log is in the process itself. */
  log?(): Promise<LogHealth>;
  projections(): Promise<readonly ProjectionStatus[]>;
  processes(): Promise<readonly ProcessStatus[]>;
}

/** Looks at every part. */
export async function healthReport(health: InstallationHealth): Promise<HealthReport> {
  const log = await health.log?.();
  // Nothing else can be told then: every part looks for the end of the log.
  if (log?.state === 'disconnected') return { ready: false, healthy: false, log, projections: [], processes: [] };
  const projections = (await health.projections()).map(
    ({ projection, state, position, head, parked, incompleteSince }): PartHealth => ({
      name: projection,
      state,
      position,
      head,
      parked,
      ...(incompleteSince === undefined ? {} : { incompleteSince }),
    }),
  );
  const processes = (await health.processes()).map(({ process, state, position, head, parked }): PartHealth => ({
    name: process,
    state,
    position,
    head,
    parked: parked.length,
  }));
  // One that stands still answers all the same: what it has.
  const ready = projections.every(({ state }) => state !== 'building');
  const whole = ({ parked, incompleteSince }: PartHealth): boolean => parked === 0 && incompleteSince === undefined;
  const running = processes.every(({ state }) => state === 'running');
  return {
    ready,
    healthy:
      projections.every(({ state }) => state === 'live') && running && [...projections, ...processes].every(whole),
    ...(log ? { log } : {}),
    projections,
    processes,
  };
}
