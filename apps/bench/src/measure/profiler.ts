import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

/** CPU profiles of this process, one for each thing that is measured: the last round counts. */
export class Profiler {
  readonly #directory: string | undefined;
  readonly #session = new Session();

  /** @param directory where the profiles go; without it nothing is recorded */
  constructor(directory: string | undefined) {
    this.#directory = directory;
  }

  /** Does the work, recorded under a name. */
  async record<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.#directory === undefined) return work();
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.start');
    const result = await work();
    const { profile } = await this.#session.post('Profiler.stop');
    this.#session.disconnect();
    mkdirSync(this.#directory, { recursive: true });
    writeFileSync(join(this.#directory, `${name}.cpuprofile`), JSON.stringify(profile));
    return result;
  }
}
