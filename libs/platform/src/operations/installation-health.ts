import type { ProcessStatus, ProjectionStatus } from '#kernel';
import type { HealthReport, PartHealth } from './health.dto.ts';

/** Injection token of the {@link InstallationHealth}. */
export const INSTALLATION_HEALTH = Symbol('InstallationHealth');

/** How the parts of an installation stand that work behind its answers. */
export interface InstallationHealth {
  projections(): Promise<readonly ProjectionStatus[]>;
  processes(): Promise<readonly ProcessStatus[]>;
}

/** Looks at every part. */
export async function healthReport(health: InstallationHealth): Promise<HealthReport> {
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
  const ready = projections.every(({ state }) => state === 'live');
  const whole = ({ parked, incompleteSince }: PartHealth): boolean => parked === 0 && incompleteSince === undefined;
  const running = processes.every(({ state }) => state === 'running');
  return {
    ready,
    healthy: ready && running && [...projections, ...processes].every(whole),
    projections,
    processes,
  };
}
