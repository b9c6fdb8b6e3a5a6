import { SystemError, type Facts } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { ProcessInstance, WorkStore } from '../ports/work-store.ts';
import { START, type Position } from '../position.ts';
import type { Built } from './build-beside.ts';
import type { BuildProgress } from './build-projection.ts';

/** How a rebuild stands that somebody asked for. */
export interface RebuildJob {
  /** Its id: that of the command which asked for it. */
  readonly job: string;
  readonly projection: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** RFC 3339. */
  readonly requestedAt: string;
  /** RFC 3339. */
  readonly endedAt?: string;
  /** How far it has come; only told by the process that does it. */
  readonly progress?: BuildProgress & { readonly head: Position };
  /** What it came to, when it is done. */
  readonly result?: Built;
  /** Why it failed. */
  readonly error?: { readonly code: string; readonly message: string; readonly facts: Facts };
}

/** Under this name they stand among the process managers of the work store. */
const PROCESS = 'projection-rebuilds';
/** Of each projection: who looks for an older one has long had its answer. */
const KEPT = 5;

interface StoredJobs {
  /** The latest first. */
  readonly jobs: readonly RebuildJob[];
}

interface RebuildRecordsOptions {
  readonly work: WorkStore;
  readonly log: Pick<EventStore, 'logId'>;
  /** Of the lease under which they are written. */
  readonly epoch?: number;
}

/** Rebuilds as they are remembered from one process to the next, the last five of each projection. */
export class RebuildRecords {
  readonly #options: RebuildRecordsOptions;

  constructor(options: RebuildRecordsOptions) {
    this.#options = options;
  }

  /**
   * Keeps out whoever ran rebuilds under an older lease. To be called before anything is read to be written again.
   * @throws SystemError LEASE_LOST when a later lease has taken over
   */
  async takeOver(): Promise<void> {
    const { work, epoch } = this.#options;
    if (epoch !== undefined) await work.takeOver([PROCESS], epoch);
  }

  /** Those of some projections; of each the latest first. */
  async of(...projections: readonly string[]): Promise<readonly RebuildJob[]> {
    const found = await this.#options.work.load(PROCESS, projections);
    return [...found.values()].flatMap(({ state }) => (state as StoredJobs | undefined)?.jobs ?? []);
  }

  /**
   * One of them.
   * @throws SystemError REBUILD_UNKNOWN
   */
  async get(projection: string, job: string): Promise<RebuildJob> {
    const found = (await this.of(projection)).find((one) => one.job === job);
    if (found) return found;
    throw new SystemError('REBUILD_UNKNOWN', `no rebuild of ${projection} has the id ${job}`, { projection, job });
  }

  /**
   * Writes one, in the place of what was known of it.
   * @throws SystemError LEASE_LOST
   */
  async put(job: RebuildJob): Promise<void> {
    const { work, log, epoch } = this.#options;
    const others = (await this.of(job.projection)).filter((one) => one.job !== job.job);
    const state: StoredJobs = { jobs: [job, ...others].slice(0, KEPT) };
    const instance: ProcessInstance = { key: job.projection, position: START, state, unsent: [], deadlines: [] };
    await work.save(PROCESS, [instance], { logId: await log.logId(), position: START }, epoch);
  }
}
