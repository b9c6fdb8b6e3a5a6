/** Messages of a stream of server-sent events, as they come. */
export class Messages {
  readonly #gone = new AbortController();
  readonly #reader: Promise<ReadableStreamDefaultReader<Uint8Array>>;
  #text = '';

  constructor(url: string, token: string, headers: Readonly<Record<string, string>> = {}) {
    const signal = this.#gone.signal;
    this.#reader = fetch(url, { signal, headers: { authorization: `Bearer ${token}`, ...headers } }).then((answer) => {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      return answer.body!.getReader();
    });
  }

  /** Waits until the server has answered: it then looks for what there is to tell. */
  async opened(): Promise<void> {
    await this.#reader;
  }

  /** The next message that is not a comment; undefined once the stream has ended. */
  async next(): Promise<Readonly<Record<string, string>> | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        const lines = block.split('\n').map((line) => [line.split(': ', 1)[0]!, line.slice(line.indexOf(': ') + 2)]);
        if (lines.some(([name]) => name === 'data')) return Object.fromEntries(lines) as Record<string, string>;
        continue;
      }
      const { done, value } = await (await this.#reader).read();
      if (done) return undefined;
      this.#text += new TextDecoder().decode(value);
    }
  }

  leave(): void {
    this.#gone.abort();
  }
}
