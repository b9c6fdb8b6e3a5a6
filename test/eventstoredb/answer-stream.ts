import { once } from 'node:events';
import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import { NotReady } from './faults.ts';
import { Refusal, thrownByHandler, unavailable } from './refusal.ts';

type Call = ServerWritableStream<never, unknown> | ServerDuplexStream<never, unknown>;

/** A call whose answers are written one after the other, at the pace of the client. */
export class AnswerStream<Answer> {
  readonly #call: Call;
  readonly #ended = new AbortController();

  constructor(call: ServerWritableStream<never, Answer> | ServerDuplexStream<never, Answer>) {
    this.#call = call;
    call.on('cancelled', () => this.#ended.abort());
    call.on('close', () => this.#ended.abort());
  }

  /** Aborted when nothing more can be answered. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** @returns whether the client keeps up */
  write(answer: Answer): boolean {
    return this.ended.aborted || this.#call.write(answer);
  }

  /** Resolves when the client has caught up with what was written, or is gone. */
  async drained(): Promise<void> {
    try {
      await once(this.#call, 'drain', { signal: this.ended });
    } catch (error) {
      if (!this.ended.aborted) throw error;
    }
  }

  end(): void {
    if (!this.ended.aborted) this.#call.end();
    this.#ended.abort();
  }

  fail(error: unknown): void {
    if (!this.ended.aborted) this.#call.emit('error', asRefusal(error));
    this.#ended.abort();
  }
}

/** What a call ends with when its handler failed. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return error instanceof NotReady ? unavailable(error.message) : thrownByHandler();
}
