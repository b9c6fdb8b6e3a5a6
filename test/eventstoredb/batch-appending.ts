import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { AnswerStream } from './answer-stream.ts';
import { excessOf, type AppendLimits } from './append-limits.ts';
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
import { BadProposal, proposedEvent } from './proposals.ts';
import { streamName } from './protocol.ts';
import type { ProposedEvent } from './recorded-event.ts';
import type { Traffic } from './traffic.ts';
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

interface Parts {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly limits: AppendLimits;
  readonly traffic: Traffic;
  readonly call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>;
}

/**
 * Many appends over one call, each answered for itself, in an order that nobody can count on: refusals at once, successes
 * after the turn, the latest first. A client that closes its half gets what is due, and then the end of the call.
 */
export class BatchAppends {
  readonly #log: EventLog;
  readonly #faults: Faults;
  readonly #limits: AppendLimits;
  readonly #traffic: Traffic;
  readonly #answers: AnswerStream<BatchAppendResp>;
  readonly #pending = new Map<string, Pending>();
  readonly #successes: (() => void)[] = [];
  /** Appends that are to be answered, and have not been. */
  #due = 0;
  #isHalfClosed = false;

  constructor({ log, faults, limits, traffic, call }: Parts) {
    this.#log = log;
    this.#faults = faults;
    this.#limits = limits;
    this.#traffic = traffic;
    this.#answers = new AnswerStream(call as unknown as ServerDuplexStream<never, BatchAppendResp>);
    call.on('data', (request: BatchAppendReq) => this.#receive(request));
    call.on('end', () => {
      this.#isHalfClosed = true;
      this.#endWhenDone();
    });
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
    const excess = excessOf(pending.events, this.#limits);
    if (excess) {
      this.#forget(key);
      this.#answer(pending, tooBigStatus(excess));
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
    this.#due += 1;
    this.#traffic.note({ kind: 'append', stream, expected });
    try {
      const outcome = this.#faults.meet('append', () => this.#log.append(stream, expected, events));
      const settled = outcome instanceof Promise ? await outcome : outcome;
      // What is never answered stays due, and keeps the call open.
      if (!settled) return;
      const result = batchResult(stream, expected, settled);
      if (settled.is === 'done') await this.#afterThisTurn();
      this.#answer(pending, result);
      this.#settled();
    } catch (error) {
      if (!(error instanceof NotReady)) {
        this.#answers.fail(error);
        return;
      }
      this.#answer(pending, notReadyStatus());
      this.#settled();
    }
  }

  /** Resolves when all that arrived with it has been looked at; for what came last, first. */
  #afterThisTurn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#successes.push(resolve) > 1) return;
      setImmediate(() => {
        for (const success of this.#successes.splice(0).reverse()) success();
      });
    });
  }

  #settled(): void {
    this.#due -= 1;
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    if (this.#isHalfClosed && this.#due === 0 && this.#pending.size === 0) this.#answers.end();
  }

  #answer(pending: Pending, result: Status | BatchAppendResp.Success, correlationId = pending.correlationId): void {
    this.#answers.write(batchAnswer(correlationId, pending.stream, result));
  }

  #keep(key: string, pending: Pending): void {
    this.#pending.set(key, pending);
    pending.timer ??= setTimeout(() => {
      this.#pending.delete(key);
      this.#answer(pending, timeoutStatus(), uuidStructured(key));
      this.#endWhenDone();
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
