import type { HttpReply, Problem } from '#platform';
import type { WrittenEvent } from '#use-cases';

/** A message of a stream that is no event. */
interface Notice {
  readonly kind: 'fell-behind' | 'refused';
  readonly data: object;
}

/** Asks a client that has lost the connection to wait so long before it comes again, in milliseconds. */
const RETRY_MS = 2_000;

/**
 * A stream of server-sent events. Nothing is kept for a client that does not read: what the connection does not take is waited
 * for, and whoever leaves it unread too long is told where to go on, and has to come again.
 */
export class EventStream {
  readonly #raw: HttpReply['raw'];
  readonly #patience: number;
  #last: string | undefined;

  /** @param patience milliseconds */
  constructor(reply: HttpReply, patience: number) {
    this.#raw = reply.raw;
    this.#patience = patience;
    const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
    reply.hijack();
    this.#raw.writeHead(200, headers as Record<string, string>);
    this.#raw.write(`retry: ${RETRY_MS}\n\n`);
  }

  /**
   * Sends events, or that there are none.
   * @returns false when nobody reads any more, or too slowly
   */
  async send(events: readonly WrittenEvent[]): Promise<boolean> {
    const text = events.length === 0 ? ': nothing new\n\n' : events.map(messageOf).join('');
    const isTaken = this.#raw.write(text);
    this.#last = events.at(-1)?.id ?? this.#last;
    if (isTaken || (await this.#isRead())) return !this.#raw.destroyed;
    if (!this.#raw.destroyed) {
      this.#raw.write(
        noticeOf({ kind: 'fell-behind', data: this.#last === undefined ? {} : { lastEventId: this.#last } }),
      );
    }
    return false;
  }

  /** Says why nothing more is told. */
  refuse({ status, code, detail }: Problem): void {
    if (!this.#raw.destroyed) this.#raw.write(noticeOf({ kind: 'refused', data: { status, code, detail } }));
  }

  end(): void {
    this.#raw.end();
  }

  /** Whether what was sent is read before patience ends. */
  async #isRead(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const raw = this.#raw;
    const read = (): void => resolve(true);
    const isOver = (): void => resolve(false);
    const timer = setTimeout(isOver, this.#patience);
    raw.once('drain', read);
    raw.once('close', isOver);
    const isRead = await promise;
    clearTimeout(timer);
    raw.off('drain', read);
    raw.off('close', isOver);
    return isRead;
  }
}

function messageOf({ id, json }: WrittenEvent): string {
  return `id: ${id}\ndata: ${json}\n\n`;
}

function noticeOf({ kind, data }: Notice): string {
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
