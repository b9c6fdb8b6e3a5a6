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
  readonly #busy = new Map<Socket, number>();
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
      this.#begun(request.socket, answer),
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
  drain(): Promise<void> {
    this.#isEnding = true;
    this.#server.requestTimeout = Math.min(this.#server.requestTimeout, ARRIVAL_MS);
    return new Promise((resolve) => {
      this.#drained = resolve;
      this.#lookWhetherDrained();
    });
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

  #begun(socket: Socket, answer: ServerResponse): void {
    this.#waiting.delete(socket);
    // One may send several without waiting for answers.
    this.#busy.set(socket, (this.#busy.get(socket) ?? 0) + 1);
    answer.once('close', () => this.#ended(socket));
  }

  #ended(socket: Socket): void {
    const others = (this.#busy.get(socket) ?? 1) - 1;
    if (others > 0) {
      this.#busy.set(socket, others);
      return;
    }
    this.#busy.delete(socket);
    if (!socket.destroyed) this.#waiting.add(socket);
    this.#lookWhetherDrained();
  }

  #lookWhetherDrained(): void {
    if (this.#busy.size === 0) this.#drained?.();
  }
}
