import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { Random } from '#demonstration';
import type { NumberedReadEvent } from './numbered-reader.ts';

/** A webhook that was taken. */
export interface TakenWebhook {
  /** Its `webhook-id`. */
  readonly id: string;
  readonly event: NumberedReadEvent;
}

/** What becomes of a webhook. */
type Luck = 'refused' | 'broken off' | 'taken and broken off' | 'late' | 'taken';

/** Of a hundred webhooks. */
const UP_TO: readonly (readonly [percent: number, luck: Luck])[] = [
  [1, 'refused'],
  [2, 'broken off'],
  [4, 'taken and broken off'],
  [10, 'late'],
  [100, 'taken'],
];
/** After three failures in a row a receiver is left alone for a while: that is a rule of its own, and would take its time. */
const MOST_FAILURES_IN_A_ROW = 2;

/**
 * An endpoint that fails at random: it refuses, breaks off before or after it has taken something, so that this comes twice,
 * and answers others only once another request has come.
 */
export class FailingReceiver {
  /** All that were taken, as they came, repeats among them. */
  readonly taken: TakenWebhook[] = [];
  readonly #random: Random;
  readonly #server: Server;
  readonly #seen = new Map<string, NumberedReadEvent>();
  #late: ServerResponse[] = [];
  #webhook: Webhook | undefined;
  #failuresInARow = 0;
  #isCalm = false;
  /** How many requests it has failed. */
  failures = 0;

  private constructor(random: Random) {
    this.#random = random;
    this.#server = createServer((request, response) => {
      // A request that ends in its midst is of a server that was killed.
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Starts one on a free port of this machine. */
  static async start(random: Random): Promise<FailingReceiver> {
    const receiver = new FailingReceiver(random);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/hook`;
  }

  /** What was taken, each once by its id, as they came first. */
  get events(): readonly NumberedReadEvent[] {
    return [...this.#seen.values()];
  }

  get received(): number {
    return this.taken.length;
  }

  /** From now on it takes what is signed with this, and nothing else. */
  trust(secret: string): void {
    this.#webhook = new Webhook(secret);
  }

  /** From now on it takes everything at once. */
  calmDown(): void {
    this.#isCalm = true;
    this.#answerLate();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const said = JSON.parse(body) as NumberedReadEvent & { readonly challenge?: string };
    if (said.challenge !== undefined) {
      response.end(JSON.stringify({ challenge: said.challenge }));
      return;
    }
    this.#webhook?.verify(body, request.headers as Record<string, string>);
    this.#answerLate();
    const luck = this.#draw();
    if (luck !== 'refused' && luck !== 'broken off') {
      this.taken.push({ id: String(request.headers['webhook-id']), event: said });
      if (!this.#seen.has(said.id)) this.#seen.set(said.id, said);
    }
    if (luck === 'refused') response.writeHead(503).end('not now');
    else if (luck === 'late') this.#late.push(response);
    else if (luck === 'taken') response.writeHead(204).end();
    else request.socket.destroy();
  }

  #draw(): Luck {
    const drawn = this.#random.integer(1, 100);
    const luck = UP_TO.find(([percent]) => drawn <= percent)?.[1] ?? 'taken';
    const fails = luck !== 'taken' && luck !== 'late';
    if (this.#isCalm || (fails && this.#failuresInARow === MOST_FAILURES_IN_A_ROW)) {
      this.#failuresInARow = 0;
      return 'taken';
    }
    this.#failuresInARow = fails ? this.#failuresInARow + 1 : 0;
    if (fails) this.failures += 1;
    return luck;
  }

  #answerLate(): void {
    for (const response of this.#late) response.writeHead(204).end();
    this.#late = [];
  }
}
