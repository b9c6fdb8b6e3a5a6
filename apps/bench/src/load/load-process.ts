import { Child } from '../measure/child.ts';
import type { Load, LoadOrder, LoadResult } from './load.ts';

/** A load generator in a process of its own. */
export class LoadProcess {
  readonly #child = new Child<LoadOrder, LoadResult | null>(new URL('./load-generator.js', import.meta.url));

  /**
   * Sends a load.
   * @param observe stands around the sending alone, without the making and handing over of the requests
   */
  async send(load: Load, observe = <T>(work: () => Promise<T>): Promise<T> => work()): Promise<LoadResult> {
    await this.#child.ask(load);
    const result = await observe(() => this.#child.ask('send'));
    if (!result) throw new TypeError('there was no load to send');
    return result;
  }

  end(): void {
    this.#child.end();
  }
}
