import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { AnswerStream } from './answer-stream.ts';
import {
  badRequestStatus,
  batchAnswer,
  batchResult,
  notReadyStatus,
  timeoutStatus,
  tooBigStatus,
} from './batch-answers.ts';
import type { EventLog } from './event-log.ts';
import { ANY, NO_STREAM, STREAM_EXISTS } from './expected-revision.ts';
import { NotReady, type Faults } from './faults.ts';
import { BadProposal, proposedEvent, sizeOf } from './proposals.ts';
import { streamName } from './protocol.ts';
import { MAXIMUM_APPEND_SIZE } from './refusal.ts';
import type { ProposedEvent } from './recorded-event.ts';
import { uuidStructured, uuidText } from './uuid.ts';

/** However far the deadline, an append that does not become complete is given up after so long. */
const WRITE_TIMEOUT_MS = 2000;

/** An append whose events have not all come. */
interface Pending {
  readonly correlationId: UUID | undefined;
  readonly stream: string;
  readonly expected: number;
  readonly deadline: number;
  readonly events: ProposedEvent[];
  timer?: NodeJS.Timeout;
}

/** Many appends over one call, each answered for itself. The server never ends the call, not even when the client did. */
export class BatchAppends {
  readonly #log: EventLog;
  readonly #faults: Faults;
  readonly #answers: AnswerStream<BatchAppendResp>;
  readonly #pending = new Map<string, Pending>();

  constructor(log: EventLog, faults: Faults, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) {
    this.#log = log;
    this.#faults = faults;
    this.#answers = new AnswerStream(call as unknown as ServerDuplexStream<never, BatchAppendResp>);
    call.on('data', (request: BatchAppendReq) => this.#receive(request));
    this.#answers.ended.addEventListener('abort', () => this.#forgetAll());
  }

  #receive(request: BatchAppendReq): void {
    const key = uuidText(request.getCorrelationId()) ?? '';
    const pending = this.#pending.get(key) ?? this.#begin(request);
    if (!pending) return;
    try {
      for (const message of request.getProposedMessagesList()) pending.events.push(proposedEvent(message));
    } catch (error) {
      if (!(error instanceof BadProposal)) throw error;
      // As the real server: what was bad stays pending, and is answered a second time when it is given up.
      this.#keep(key, pending);
      this.#answer(pending, badRequestStatus(error.message));
      return;
    }
    if (sizeOf(pending.events) > MAXIMUM_APPEND_SIZE) {
      this.#forget(key);
      this.#answer(pending, tooBigStatus());
    } else if (request.getIsFinal()) {
      this.#forget(key);
      void this.#append(pending);
    } else {
      this.#keep(key, pending);
    }
  }

  /** @returns undefined when it is over before it began */
  #begin(request: BatchAppendReq): Pending | undefined {
    const options = request.getOptions();
    if (!options) return undefined;
    const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
    const pending: Pending = {
      correlationId: request.getCorrelationId(),
      stream: streamName(options.getStreamIdentifier()),
      expected: expectedPosition(options),
      deadline: Math.min(deadline, Date.now() + WRITE_TIMEOUT_MS),
      events: [],
    };
    if (deadline > Date.now()) return pending;
    this.#answer(pending, timeoutStatus());
    return undefined;
  }

  async #append(pending: Pending): Promise<void> {
    const { stream, expected, events } = pending;
    if (stream === '') {
      this.#answer(pending, badRequestStatus('eventStreamId'));
      return;
    }
    try {
      const outcome = this.#faults.meet('append', () => this.#log.append(stream, expected, events));
      const settled = outcome instanceof Promise ? await outcome : outcome;
      if (settled) this.#answer(pending, batchResult(stream, expected, settled));
    } catch (error) {
      if (error instanceof NotReady) this.#answer(pending, notReadyStatus());
      else this.#answers.fail(error);
    }
  }

  #answer(pending: Pending, result: Status | BatchAppendResp.Success, correlationId = pending.correlationId): void {
    this.#answers.write(batchAnswer(correlationId, pending.stream, result));
  }

  #keep(key: string, pending: Pending): void {
    this.#pending.set(key, pending);
    pending.timer ??= setTimeout(() => {
      this.#pending.delete(key);
      this.#answer(pending, timeoutStatus(), uuidStructured(key));
    }, pending.deadline - Date.now());
    pending.timer.unref();
  }

  #forget(key: string): void {
    clearTimeout(this.#pending.get(key)?.timer);
    this.#pending.delete(key);
  }

  #forgetAll(): void {
    for (const key of [...this.#pending.keys()]) this.#forget(key);
  }
}

function expectedPosition(options: BatchAppendReq.Options): number {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return NO_STREAM;
  if (options.hasStreamExists()) return STREAM_EXISTS;
  return ANY;
}
