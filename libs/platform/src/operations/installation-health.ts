import type { ProcessStatus, ProjectionStatus } from '#kernel';

/** Injection token of the {@link InstallationHealth}. */
export const INSTALLATION_HEALTH = Symbol('InstallationHealth');

/** How the parts of an installation stand that work behind its answers. */
export interface InstallationHealth {
  projections(): Promise<readonly ProjectionStatus[]>;
  processes(): Promise<readonly ProcessStatus[]>;
}

/** How one part stands, for everyone: counts and positions, no keys. */
export interface PartHealth {
  readonly name: string;
  readonly state: string;
  readonly position: string;
  readonly head: string;
  /** Documents or instances that wait for a person. */
  readonly parked: number;
  readonly incompleteSince?: string;
}

/** How the installation stands as a whole. */
export interface HealthReport {
  /** Every read model answers. */
  readonly ready: boolean;
  /** Nothing waits for a person. */
  readonly healthy: boolean;
  readonly projections: readonly PartHealth[];
  readonly processes: readonly PartHealth[];
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
