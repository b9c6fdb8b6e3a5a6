import { randomUUID } from 'node:crypto';
import unpackError from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { Ended, failureOf, NoAnswer } from '../connection/failure.ts';
import { messageOf, type Append } from './append-message.ts';

/** What the server says of a write that it made, or had made before. */
export interface Accepted {
  readonly nextExpectedRevision: bigint;
  /** Absent where nothing stands any more: the stream was deleted. */
  readonly position?: { readonly commit: bigint } | undefined;
}

interface Pending {
  readonly stream: string;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (accepted: Accepted) => void;
  readonly reject: (reason: unknown) => void;
}

/** One call that carries many appends at once, each answered for itself. Its end fails those under way in it, no others. */
export class AppendStream {
  readonly #call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  readonly #pending = new Map<string, Pending>();
  #hasAnswered = false;
  #isOver = false;
  #isLeft = false;

  /** @param onError told once when the call fails */
  constructor(call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>, onError: (error: Error) => void) {
    this.#call = call;
    call.on('data', (answer: BatchAppendResp) => this.#settle(answer));
    call.on('end', () => this.#end(new Ended('the server ended the call')));
    call.on('error', (error: Error) => {
      this.#end(error);
      onError(error);
    });
  }

  /** True when it takes no appends any more. */
  get isOver(): boolean {
    return this.#isOver || this.#isLeft;
  }

  /**
   * Sends an append and waits for its answer.
   * @throws NoAnswer when none comes in time; Ended when the call fails; else the server's refusal, as the client has it
   */
  write(append: Append, milliseconds: number): Promise<Accepted> {
    const number = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<Accepted>();
    const timer = setTimeout(() => {
      this.#take(number)?.reject(new NoAnswer(`an append to ${append.outer}`, milliseconds));
    }, milliseconds);
    this.#pending.set(number, { stream: append.outer, timer, resolve, reject });
    this.#call.write(messageOf(append, number, milliseconds));
    return promise;
  }

  /** Takes no more; the call ends with the last answer that is due. */
  leave(): void {
    this.#isLeft = true;
    this.#cancelWhenDone();
  }

  /** Ends the call at once. */
  cancel(): void {
    this.#call.cancel();
  }

  #settle(answer: BatchAppendResp): void {
    this.#hasAnswered = true;
    // One that nobody waits for any more came too late, or is the second to a bad request.
    const pending = this.#take(answer.getCorrelationId()?.getString() ?? '');
    if (!pending) return;
    const error = answer.getError();
    if (error) pending.reject(unpackError.unpackToCommandError(error, pending.stream));
    else pending.resolve(acceptedOf(answer));
  }

  #take(number: string): Pending | undefined {
    const pending = this.#pending.get(number);
    if (!pending) return undefined;
    clearTimeout(pending.timer);
    this.#pending.delete(number);
    this.#cancelWhenDone();
    return pending;
  }

  #cancelWhenDone(): void {
    if (this.#isLeft && this.#pending.size === 0) this.#call.cancel();
  }

  /**
   * Whatever the call failed with, each of its appends may have been carried out; but who is denied at the door has not
   * come in.
   */
  #end(error: Error): void {
    this.#isOver = true;
    const denied = !this.#hasAnswered && failureOf(error) === 'denied';
    const reason = denied ? error : new Ended(error.message, { cause: error });
    for (const number of [...this.#pending.keys()]) this.#take(number)?.reject(reason);
  }
}

function acceptedOf(answer: BatchAppendResp): Accepted {
  const success = answer.getSuccess();
  const commit = success?.getPosition()?.getCommitPosition();
  return {
    nextExpectedRevision: BigInt(success?.getCurrentRevision() ?? 0),
    position: commit === undefined ? undefined : { commit: BigInt(commit) },
  };
}
