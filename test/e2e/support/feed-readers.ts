import { setTimeout as sleep } from 'node:timers/promises';

const EVENTS = '/rest/integration/v1/events';

/** An event, as far as readers compare it. */
export interface ReadEvent {
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly sequence: string;
  readonly legaldate?: string;
  readonly data: object;
}

/** Where events are read, which changes when a server is started again, and as whom. */
export interface Address {
  url: string;
  token: string;
}

/** Reads events for as long as it is told to, whatever becomes of the server, and keeps each once by its id. */
export abstract class FeedReader<Event extends ReadEvent = ReadEvent> {
  readonly #seen = new Map<string, Event>();
  readonly #stop = new AbortController();
  readonly #reading: Promise<void>;
  /** How often the server was gone. */
  losses = 0;
  /** How many events came, repeats among them. */
  received = 0;
  protected last: string | undefined;

  constructor(protected readonly address: Address) {
    this.#reading = this.#read();
  }

  get events(): readonly Event[] {
    return [...this.#seen.values()];
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#reading;
  }

  protected get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Reads until the server is gone. */
  protected abstract readOn(): Promise<void>;

  protected take(event: Event): void {
    this.received += 1;
    this.#seen.set(event.id, event);
    this.last = event.id;
  }

  async #read(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        await this.readOn();
      } catch {
        this.losses += 1;
      }
      // Until another server is there.
      await sleep(20, undefined, { signal: this.signal }).catch(() => undefined);
    }
  }
}

/** Reads batches, and waits for more. */
export class PollingReader extends FeedReader {
  protected override async readOn(): Promise<void> {
    const { url, token } = this.address;
    const from = this.last === undefined ? '' : `&lastEventId=${this.last}`;
    const answer = await fetch(`${url}${EVENTS}?timeout=5000&limit=50${from}`, {
      ...{ signal: this.signal, headers: { authorization: `Bearer ${token}` } },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    for (const event of (await answer.json()) as readonly ReadEvent[]) this.take(event);
  }
}

/** Reads the stream, and connects again from the last event that it has. */
export class StreamReader extends FeedReader {
  protected override async readOn(): Promise<void> {
    const { url, token } = this.address;
    const answer = await fetch(`${url}${EVENTS}/stream`, {
      signal: this.signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(this.last === undefined ? {} : { 'last-event-id': this.last }),
      },
    });
    if (!answer.ok || !answer.body) throw new Error(String(answer.status));
    let text = '';
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined && block.startsWith('id: ')) this.take(JSON.parse(data) as ReadEvent);
      }
    }
  }
}
