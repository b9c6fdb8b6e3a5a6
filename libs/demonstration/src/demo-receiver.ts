import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver has: a book, the number up to which nothing is missing, and the running hash up to there. */
export interface ReceivedBook {
  readonly book: string;
  readonly number: number;
  readonly hash: string;
}

interface Received {
  readonly book: string;
  readonly number: number;
  readonly id: string;
  readonly type: string;
}

/** How old a signature may be, in seconds: what Standard Webhooks recommends. */
const TOLERANCE_SECONDS = 300;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The system of the other administration, which stands on this machine: it verifies what it is sent after Standard
 * Webhooks, keeps its book as the documentation tells it to, and shows it to who asks. All of it is in memory.
 */
export class DemoReceiver {
  readonly #server: Server;
  #secret = Buffer.alloc(0);
  #has: ReceivedBook | undefined;
  /** What came before something with a lower number: events about other things are sent side by side. */
  readonly #early = new Map<number, Received>();

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(
        ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
        () => response.destroy(),
      );
    });
  }

  /** Starts one on a free port of this machine, which nobody else reaches. */
  static async start(): Promise<DemoReceiver> {
    const receiver = new DemoReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Up to which number it has everything; 0 before the first. */
  get number(): number {
    return this.#has?.number ?? 0;
  }

  /**
   * From now on it takes what is signed with this.
   * @param secret `whsec_…`
   */
  trust(secret: string): void {
    this.#secret = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body?: string }> {
    if (request.method === 'GET') return { status: 200, body: `${JSON.stringify(this.#has ?? null)}\n` };
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces).toString();
    if (!this.#isSigned(request.headers, body)) return { status: 401 };
    const said = JSON.parse(body) as Partial<Received> & { readonly challenge?: string };
    if (said.challenge !== undefined) return { status: 200, body: JSON.stringify({ challenge: said.challenge }) };
    // An example has no number.
    if (said.number !== undefined) this.#take(said as Received);
    return { status: 204 };
  }

  #isSigned(headers: IncomingHttpHeaders, body: string): boolean {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
    if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
    const own = createHmac('sha256', this.#secret)
      .update(`${String(id)}.${String(timestamp)}.${body}`)
      .digest();
    return String(signatures)
      .split(' ')
      .some((signature) => {
        const [scheme, text = ''] = signature.split(',');
        const told = Buffer.from(text, 'base64');
        return scheme === 'v1' && told.length === own.length && timingSafeEqual(told, own);
      });
  }

  /** Counts each event once, in the order of the numbers. */
  #take(event: Received): void {
    let has = this.#has;
    if (has?.book !== event.book) {
      this.#early.clear();
      has = { book: event.book, number: 0, hash: sha256(`rete-punti book ${event.book}`) };
    }
    if (event.number > has.number) this.#early.set(event.number, event);
    let next: Received | undefined;
    while ((next = this.#early.get(has.number + 1))) {
      const { book, number, id, type } = next;
      has = { book, number, hash: sha256(`${has.hash}\n${String(number)}\n${id}\n${type}\n`) };
      this.#early.delete(number);
    }
    this.#has = has;
  }
}
