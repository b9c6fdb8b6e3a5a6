import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Failure } from '../failure.ts';
import type { FeedAddress } from './read-feed.ts';

interface Written extends Pick<FeedAddress, 'url' | 'types'> {
  readonly lastEventId: string;
}

/** How far a feed was read, in a file, which is whole at any moment. */
export class FeedPlace {
  readonly #file: string | undefined;
  readonly #address: Pick<FeedAddress, 'url' | 'types'>;

  /** @param file nothing is kept when there is none */
  constructor(file: string | undefined, address: Pick<FeedAddress, 'url' | 'types'>) {
    this.#file = file;
    this.#address = { url: address.url, types: address.types };
  }

  /**
   * @returns the id of the last event; undefined where nothing was read yet
   * @throws Failure for a file that is none of ours, or of another feed
   */
  read(): string | undefined {
    if (this.#file === undefined || !existsSync(this.#file)) return undefined;
    const { lastEventId, ...of } = this.#parsed(this.#file);
    if (JSON.stringify(of) !== JSON.stringify(this.#address)) {
      throw new Failure(`${this.#file} is of another server or of other types: name another file, or those.`);
    }
    return lastEventId;
  }

  write(lastEventId: string): void {
    if (this.#file === undefined) return;
    // Another file, and then its name: whoever is ended in between has the one of before.
    const next = `${this.#file}.next`;
    writeFileSync(next, `${JSON.stringify({ ...this.#address, lastEventId })}\n`, { mode: 0o600, flush: true });
    renameSync(next, this.#file);
  }

  #parsed(file: string): Written {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Written;
    } catch {
      throw new Failure(`${file} does not say how far was read: remove it, and begin again.`);
    }
  }
}
