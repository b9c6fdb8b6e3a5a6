import type { Api } from '../../e2e/support/api.ts';
import type { Crowd } from '../../e2e/support/crowd.ts';

/** A crowd at work, until it is told to end. */
export class Load {
  readonly #crowd: Crowd;
  readonly #api: Pick<Api, 'post'>;
  readonly #working: Promise<void>;
  #answers = 0;
  #over = false;
  #answered = Promise.withResolvers<undefined>();

  constructor(crowd: Crowd, api: Pick<Api, 'post'>) {
    this.#crowd = crowd;
    this.#api = api;
    const whileItLasts: Pick<Api, 'post'> = {
      post: async (...request) => {
        if (this.#over) throw new Error('the load is over');
        return api.post(...request);
      },
    };
    this.#working = crowd.work(whileItLasts, () => {
      this.#answers += 1;
      this.#answered.resolve(undefined);
      this.#answered = Promise.withResolvers();
    });
  }

  /** Resolves when so many more wishes were answered. */
  async answered(more: number): Promise<void> {
    for (const enough = this.#answers + more; this.#answers < enough;) await this.#answered.promise;
  }

  /** Ends it; every wish has its answer then. */
  async end(): Promise<void> {
    this.#over = true;
    await this.#working;
    await this.#crowd.finish(this.#api);
  }
}
