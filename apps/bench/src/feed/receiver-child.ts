import { Child } from '../measure/child.ts';
import type { Received, ReceiverAnswer, ReceiverOrder, ReceiverUrls } from './receiver.ts';

/** A receiver of webhooks in a process of its own. */
export class ReceiverChild {
  readonly #child = new Child<ReceiverOrder, ReceiverAnswer>(new URL('./receiver-process.js', import.meta.url));

  async listen(): Promise<ReceiverUrls> {
    return (await this.#child.ask('listen')) as ReceiverUrls;
  }

  /** From now on the two that are to be dead are. */
  async die(): Promise<void> {
    await this.#child.ask('die');
  }

  async forget(): Promise<void> {
    await this.#child.ask('forget');
  }

  /**
   * What has come since it forgot, once it is so much.
   * @param within milliseconds after which it is told all the same
   */
  async received(until: number, within: number): Promise<Received> {
    return (await this.#child.ask({ until, within })) as Received;
  }

  end(): void {
    this.#child.end();
  }
}
