import { streamRemoved, type StreamName } from '#kernel/domain';
import { refuseOtherEvent, type KnownEvent, type StoredEvent } from '#kernel/ports';
import type { LogServer } from '../connection/log-server.ts';
import type { Namespace } from './namespace.ts';
import { ownEvent, type EventStoreDbEvent } from './stored-event.ts';

/** Settings of a stream that hide events of it: none of them is ever set on purpose. */
const HIDING = ['$tb', '$maxCount', '$maxAge'] as const;

/**
 * Reads the streams of an installation, and tells one that is not there from one whose events somebody has hidden: to
 * whoever reads it the server says the same of both.
 */
export class StreamReader {
  readonly #server: LogServer;
  readonly #namespace: Namespace;

  constructor(server: LogServer, namespace: Namespace) {
    this.#server = server;
    this.#namespace = namespace;
  }

  /** @throws SystemError as `EventStore.readStream` */
  async read(stream: StreamName, from: number, before?: KnownEvent): Promise<readonly StoredEvent[]> {
    const events = await this.#from(stream, before ? from - 1 : from);
    if (events.length === 0 && (before || from === 0)) await this.#refuseHidden(stream);
    if (!before) return events;
    const [known, ...tail] = events;
    refuseOtherEvent({ stream, revision: from - 1, before }, known);
    return tail;
  }

  async #from(stream: StreamName, from: number): Promise<EventStoreDbEvent[]> {
    const outer = this.#namespace.outer(stream);
    const read = await this.#server.persist(() => this.#server.readStream(outer, { from }));
    return read.flatMap((resolved) => ownEvent(resolved, this.#namespace) ?? []);
  }

  /** One read more for a stream that is new, so that nothing is written to one that only seems to be. */
  async #refuseHidden(stream: StreamName): Promise<void> {
    const name = `$$${this.#namespace.outer(stream)}`;
    const [last] = await this.#server.persist(() => this.#server.readStream(name, { last: true }));
    const settings: unknown = last?.event?.data;
    if (typeof settings !== 'object' || settings === null) return;
    const hiding = HIDING.filter((setting) => Number((settings as Record<string, unknown>)[setting]) > 0);
    if (hiding.length > 0) throw streamRemoved(stream, `its metadata has ${hiding.join(', ')}`);
  }
}
