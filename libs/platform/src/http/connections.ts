import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that the system may hand over at once, before any that was closed is counted out. */
const BURST = 512;
/** Milliseconds that a request may take to arrive once the server is told to end: whoever ended it is waiting. */
const ARRIVAL_MS = 5_000;

/**
 * The connections of a server: how many there may be, and what is left to be finished when it ends. Who waits without a
 * request, or sends the head of one byte by byte, makes room for who has one.
 */
export class Connections {
  readonly #server: Server;
  readonly #most: number;
  /** Without a request whose head has arrived; the one that has waited longest comes first. */
  readonly #waiting = new Set<Socket>();
  /** Requests that are not answered yet: one may send several without waiting for answers. */
  readonly #busy = new Map<Socket, Set<IncomingMessage>>();
  readonly #tooMany = new WeakSet<Socket>();
  #isEnding = false;
  #drained: (() => void) | undefined;

  /** @param most connections that may be open */
  constructor(server: Server, most: number) {
    this.#server = server;
    this.#most = most;
    // Beyond it Node closes connections unheard.
    server.maxConnections = most + BURST;
    server.on('connection', (socket: Socket) => this.#opened(socket));
    server.prependListener('request', (request: IncomingMessage, answer: ServerResponse) =>
      this.#begun(request, answer),
    );
  }

  /** Whether the server ends, and takes nothing new. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Whether a connection is one too many: its request is answered so, and it is closed. */
  isTooMany(socket: Socket): boolean {
    return this.#tooMany.has(socket);
  }

  /** Takes nothing new from now on; resolves when what was accepted is answered. */
  async drain(): Promise<void> {
    this.#isEnding = true;
    // Node looks for late requests until its server is closed, which may be before this is over.
    const late = setTimeout(() => this.#endLate(), Math.min(this.#server.requestTimeout, ARRIVAL_MS));
    const drained = new Promise<void>((resolve) => {
      this.#drained = resolve;
      this.#lookWhetherDrained();
    });
    await drained.finally(() => clearTimeout(late));
  }

  /** Ends requests that have not arrived, as Node ends those that take too long. */
  #endLate(): void {
    const late = Object.assign(new Error('the server ends'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    for (const [socket, requests] of this.#busy) {
      if ([...requests].some(({ complete }) => !complete)) this.#server.emit('clientError', late, socket);
    }
  }

  #opened(socket: Socket): void {
    if (this.#waiting.size + this.#busy.size >= this.#most) this.#makeRoomFor(socket);
    this.#waiting.add(socket);
    socket.once('close', () => {
      this.#waiting.delete(socket);
      this.#busy.delete(socket);
      this.#lookWhetherDrained();
    });
  }

  #makeRoomFor(newcomer: Socket): void {
    const [longest] = this.#waiting;
    if (!longest) {
      this.#tooMany.add(newcomer);
      return;
    }
    this.#waiting.delete(longest);
    longest.destroy();
  }

  #begun(request: IncomingMessage, answer: ServerResponse): void {
    const { socket } = request;
    this.#waiting.delete(socket);
    const requests = this.#busy.get(socket) ?? new Set();
    this.#busy.set(socket, requests.add(request));
    answer.once('close', () => {
      requests.delete(request);
      if (requests.size === 0) this.#ended(socket);
    });
  }

  #ended(socket: Socket): void {
    this.#busy.delete(socket);
    if (!socket.destroyed) this.#waiting.add(socket);
    this.#lookWhetherDrained();
  }

  #lookWhetherDrained(): void {
    if (this.#busy.size === 0) this.#drained?.();
  }
}
