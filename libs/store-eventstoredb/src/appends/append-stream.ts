import { randomUUID } from 'node:crypto';
import { UnavailableError } from '@eventstore/db-client';
import unpackError from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { asError } from '#kernel/domain';
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
  readonly timer: NodeJS.Timeout | undefined;
  readonly resolve: (accepted: Accepted) => void;
  readonly reject: (reason: unknown) => void;
}

interface Parts {
  readonly call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  /** Whether it is for many appends. What a call for one fails with says what became of that one. */
  readonly isShared: boolean;
  /** Told when the call fails, or the server takes nothing: another connection may be better. */
  readonly onError: (error: Error) => void;
}

/** One call that carries many appends at once, each answered for itself. Its end fails those under way in it, no others. */
export class AppendStream {
  readonly #call: Parts['call'];
  readonly #isShared: boolean;
  readonly #onError: Parts['onError'];
  readonly #pending = new Map<string, Pending>();
  #hasAnswered = false;
  #isOver = false;
  #isLeft = false;

  constructor({ call, isShared, onError }: Parts) {
    this.#call = call;
    this.#isShared = isShared;
    this.#onError = onError;
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
   * @param milliseconds for the answer; absent where the call itself has a deadline
   * @throws NoAnswer when none comes in time; Ended when the call fails; else the server's refusal, as the client has it
   */
  write(append: Append, milliseconds?: number): Promise<Accepted> {
    const number = randomUUID();
    const message = messageOf(append, number);
    const { promise, resolve, reject } = Promise.withResolvers<Accepted>();
    const timer = milliseconds === undefined ? undefined : this.#giveUpAfter(milliseconds, number, append);
    this.#pending.set(number, { stream: append.outer, timer, resolve, reject });
    this.#call.write(message);
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
    try {
      pending.resolve(acceptedOf(answer, pending.stream));
    } catch (error) {
      pending.reject(error);
      if (failureOf(error) === 'not-ready') this.#onError(new UnavailableError());
    }
  }

  #giveUpAfter(milliseconds: number, number: string, { outer }: Append): NodeJS.Timeout {
    return setTimeout(() => {
      // What keeps the server from this answer may keep it from all others of the call.
      this.leave();
      this.#take(number)?.reject(new NoAnswer(`an append to ${outer}`, milliseconds));
    }, milliseconds);
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
   * Whatever a shared call failed with, each of its appends may have been carried out; but who is denied at the door has
   * not come in.
   */
  #end(error: Error): void {
    this.#isOver = true;
    const isDenied = !this.#hasAnswered && failureOf(error) === 'denied';
    const reason = isDenied || !this.#isShared ? error : new Ended(error.message, { cause: error });
    for (const number of [...this.#pending.keys()]) this.#take(number)?.reject(reason);
  }
}

/** @throws what the server refused it with, as the client has it; Ended when the answer makes no sense */
function acceptedOf(answer: BatchAppendResp, stream: string): Accepted {
  const refusal = answer.getError();
  if (refusal) throw refusalOf(refusal, stream);
  const success = answer.getSuccess();
  if (!success) throw new Ended('the server gave an answer that cannot be read');
  const commit = success.getPosition()?.getCommitPosition();
  return {
    nextExpectedRevision: BigInt(success.getCurrentRevision()),
    position: commit === undefined ? undefined : { commit: BigInt(commit) },
  };
}

function refusalOf(refusal: NonNullable<ReturnType<BatchAppendResp['getError']>>, stream: string): Error {
  try {
    return unpackError.unpackToCommandError(refusal, stream);
  } catch (error) {
    return new Ended(`the server gave an answer that cannot be read: ${refusal.getMessage()}`, {
      cause: asError(error),
    });
  }
}
