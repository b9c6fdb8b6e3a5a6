import type { HttpReply, Problem } from '#platform';

/** A message of a stream. */
export interface StreamMessage {
  /** Of the event, where it is one. */
  readonly id?: string;
  /** What kind of message it is, where it is no event. */
  readonly kind?: 'fell-behind' | 'refused';
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
   * Sends messages, or that there are none.
   * @returns false when nobody reads any more, or too slowly
   */
  async send(messages: readonly StreamMessage[]): Promise<boolean> {
    const text = messages.length === 0 ? ': nothing new\n\n' : messages.map(textOf).join('');
    const isTaken = this.#raw.write(text);
    this.#last = messages.at(-1)?.id ?? this.#last;
    if (isTaken || (await this.#isRead())) return !this.#raw.destroyed;
    if (!this.#raw.destroyed) {
      this.#raw.write(
        textOf({ kind: 'fell-behind', data: this.#last === undefined ? {} : { lastEventId: this.#last } }),
      );
    }
    return false;
  }

  /** Says why nothing more is told. */
  refuse({ status, code, detail }: Problem): void {
    if (!this.#raw.destroyed) this.#raw.write(textOf({ kind: 'refused', data: { status, code, detail } }));
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

function textOf({ id, kind, data }: StreamMessage): string {
  const head = [...(id === undefined ? [] : [`id: ${id}\n`]), ...(kind === undefined ? [] : [`event: ${kind}\n`])];
  return `${head.join('')}data: ${JSON.stringify(data)}\n\n`;
}
