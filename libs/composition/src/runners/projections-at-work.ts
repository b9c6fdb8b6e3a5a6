import type { ProjectionRunner, RebuildJobs } from '#kernel/execution';
import type { Runner } from './hosted.ts';

/** The projections, and the rebuilds that somebody asked for: whoever runs the ones does the others. */
export class ProjectionsAtWork implements Runner {
  constructor(
    readonly runner: ProjectionRunner,
    readonly rebuilds: RebuildJobs,
  ) {}

  get failure(): Error | undefined {
    return this.runner.failure;
  }

  async start(): Promise<void> {
    await this.runner.start();
    await this.rebuilds.resume();
  }

  async stop(): Promise<void> {
    this.rebuilds.leave();
    await this.runner.stop();
    await this.rebuilds.ended();
  }

  ended(): Promise<void> {
    return this.runner.ended();
  }
}
