import type { ProcessStatus, ProjectionStatus } from '#kernel/execution';
import { BoundedLook, type Seen } from './bounded-look.ts';
import type { ErasuresHealth, HealthReport, LogHealth, PartHealth, UnansweredPart } from './health-answers.ts';

/** Injection token of the {@link InstallationHealth}. */
export const INSTALLATION_HEALTH = Symbol('InstallationHealth');

/** How the parts of an installation stand that work behind its answers. */
export interface InstallationHealth {
  /** @throws SystemError LOG_CHANGED, once that was seen */
  refuseChanged(): void;
  /** Streams of which somebody removed events. */
  removedStreams(): readonly string[];
  /** Names of files that turned out to be damaged: what is read from them fails, or soon will. */
  damagedFiles(): readonly string[];
  /** How far this process is behind with erasures. */
  erasures(): ErasuresHealth;
  /** Absent where the log is in the process itself. */
  log?(): Promise<LogHealth>;
  projections(): Promise<readonly ProjectionStatus[]>;
  processes(): Promise<readonly ProcessStatus[]>;
}

/** Looks at the parts of an installation, of which one may be frozen. */
export interface HealthLooks extends Pick<
  InstallationHealth,
  'refuseChanged' | 'removedStreams' | 'damagedFiles' | 'erasures'
> {
  readonly log?: BoundedLook<LogHealth>;
  readonly projections: BoundedLook<readonly ProjectionStatus[]>;
  readonly processes: BoundedLook<readonly ProcessStatus[]>;
}

/** To be made once for a process: what they know is what is told while a part does not answer. */
export function healthLooks(health: InstallationHealth): HealthLooks {
  const log = health.log?.bind(health);
  return {
    ...(log ? { log: new BoundedLook(log) } : {}),
    projections: new BoundedLook(() => health.projections()),
    processes: new BoundedLook(() => health.processes()),
    refuseChanged: () => health.refuseChanged(),
    removedStreams: () => health.removedStreams(),
    damagedFiles: () => health.damagedFiles(),
    erasures: () => health.erasures(),
  };
}

/**
 * Looks at every part, side by side. Of one that does not answer, what was known is told, and that it is not renewed.
 * @throws SystemError LOG_CHANGED
 */
export async function healthReport(looks: HealthLooks): Promise<HealthReport> {
  looks.refuseChanged();
  const [log, projectionsSeen, processesSeen] = await Promise.all([
    looks.log?.look(),
    looks.projections.look(),
    looks.processes.look(),
  ]);
  const unanswered = Object.entries({ log, projections: projectionsSeen, processes: processesSeen }).flatMap(
    ([name, seen]): UnansweredPart[] => (seen && !seen.isRenewed ? [unansweredPart(name, seen)] : []),
  );
  const projections = (projectionsSeen.known ?? []).map(
    ({ projection, state, position, head, parked, incompleteSince }): PartHealth => ({
      name: projection,
      state,
      position,
      head,
      parked,
      ...(incompleteSince === undefined ? {} : { incompleteSince }),
    }),
  );
  const processes = (processesSeen.known ?? []).map(({ process, state, position, head, parked }): PartHealth => ({
    name: process,
    state,
    position,
    head,
    parked: parked.length,
  }));
  const damagedFiles = looks.damagedFiles();
  const erasures = looks.erasures();
  const isReached =
    !erasures.isBehind && damagedFiles.length === 0 && unanswered.length === 0 && log?.known?.state !== 'disconnected';
  // One that stands still answers all the same: what it has.
  const ready = isReached && projections.every(({ state }) => state !== 'building');
  const whole = ({ parked, incompleteSince }: PartHealth): boolean => parked === 0 && incompleteSince === undefined;
  const removedStreams = looks.removedStreams();
  const running = processes.every(({ state }) => state === 'running');
  return {
    ready,
    healthy:
      isReached &&
      projections.every(({ state }) => state === 'live') &&
      running &&
      [...projections, ...processes].every(whole) &&
      removedStreams.length === 0,
    ...(log?.known ? { log: log.known } : {}),
    erasures,
    ...(unanswered.length > 0 ? { unanswered } : {}),
    ...(removedStreams.length === 0 ? {} : { removedStreams }),
    ...(damagedFiles.length === 0 ? {} : { damagedFiles }),
    projections,
    processes,
  };
}

function unansweredPart(name: string, { lastAnswer }: Seen<unknown>): UnansweredPart {
  return { name, ...(lastAnswer === undefined ? {} : { lastAnswer }) };
}
