import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Passage {
  readonly client: Socket;
  readonly server: Socket;
  readonly flows: readonly Flow[];
}

/**
 * The port that clients connect to. It passes bytes on to the server behind it, and so can do what a process cannot do
 * to itself: stand still with its connections open, break them all, or be gone from its port.
 */
export class FrontDoor {
  #behind = 0;
  readonly #passages = new Set<Passage>();
  #listener: Server | undefined;
  #port: number;
  #frozen = false;

  /** @param port to listen on; 0 for a free one */
  constructor(port: number) {
    this.#port = port;
  }

  /** Stays the same when the door closes and opens again. */
  get port(): number {
    return this.#port;
  }

  /** @param behind port of the server to pass on to */
  async open(behind: number): Promise<void> {
    this.#behind = behind;
    if (this.#listener) return;
    const listener = createServer({ noDelay: true }, (client) => this.#admit(client));
    listener.listen(this.#port, '127.0.0.1');
    await once(listener, 'listening');
    this.#listener = listener;
    this.#port = (listener.address() as AddressInfo).port;
  }

  /** Breaks every connection and refuses new ones. */
  async close(): Promise<void> {
    const listener = this.#listener;
    if (!listener) return;
    this.#listener = undefined;
    const closed = once(listener, 'close');
    listener.close();
    this.cut();
    await closed;
  }

  /** Breaks every connection, with a reset, as the death of a process does. */
  cut(): void {
    for (const { client, server } of [...this.#passages]) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** Accepts, and lets nothing through in either direction, as a stopped process. */
  freeze(): void {
    this.#frozen = true;
    this.stall();
  }

  /** Lets nothing through on the connections that stand now; new ones are as ever. */
  stall(): void {
    for (const flow of this.#flows()) flow.hold();
  }

  thaw(): void {
    this.#frozen = false;
    for (const flow of this.#flows()) flow.release();
  }

  #flows(): Flow[] {
    return [...this.#passages].flatMap(({ flows }) => flows);
  }

  #admit(client: Socket): void {
    const server = connect({ port: this.#behind, host: '127.0.0.1', noDelay: true });
    const flows = [new Flow(client, server, this.#frozen), new Flow(server, client, this.#frozen)];
    const passage: Passage = { client, server, flows };
    this.#passages.add(passage);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      // A reset of one side is the end of the other.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        this.#passages.delete(passage);
      });
    }
  }
}

/** What has come in stays with us, as it would with the kernel; what comes on release arrives in one piece. */
class Flow {
  readonly #to: Socket;
  readonly #from: Socket;
  #held: Buffer[] | undefined;

  constructor(from: Socket, to: Socket, isHeld: boolean) {
    this.#from = from;
    this.#to = to;
    if (isHeld) this.hold();
    from.on('data', (chunk: Buffer) => this.#pass(chunk));
    from.on('end', () => {
      if (!this.#held) to.end();
    });
    to.on('drain', () => from.resume());
  }

  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    if (held.length > 0) this.#pass(Buffer.concat(held));
  }

  #pass(chunk: Buffer): void {
    if (this.#held) this.#held.push(chunk);
    else if (!this.#to.write(chunk)) this.#from.pause();
  }
}
