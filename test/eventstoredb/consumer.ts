import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/persistent_pb.js';
import { randomUUID } from 'node:crypto';
import { AnswerStream } from './answer-stream.ts';
import type { EventLog } from './event-log.ts';
import { resolve } from './links.ts';
import { persistent } from './protocol.ts';
import type { LoggedEvent, RecordedEvent } from './recorded-event.ts';

/** An event on its way to a consumer. */
export interface Delivery {
  readonly event: LoggedEvent;
  /** What it was parked as, when it is replayed. */
  readonly link?: LoggedEvent;
  /** Where in the source it stands. */
  readonly index: number;
  readonly retryCount: number;
}

interface InFlight {
  readonly delivery: Delivery;
  readonly timer: NodeJS.Timeout;
}

export type ConsumerCall = ServerDuplexStream<ReadReq, ReadResp>;

/** A client connected to a persistent subscription, and what it has not yet answered for. */
export class Consumer {
  readonly answers: AnswerStream<ReadResp>;
  readonly bufferSize: number;
  readonly name: string;
  readonly peer: string;
  readonly #structuredIds: boolean;
  readonly #inFlight = new Map<string, InFlight>();
  #total = 0;

  constructor(call: ConsumerCall, options: ReadReq.Options) {
    this.answers = new AnswerStream(call as unknown as ServerDuplexStream<never, ReadResp>);
    this.bufferSize = options.getBufferSize();
    this.name = String(call.metadata.get('connection-name')[0] ?? '');
    this.peer = call.getPeer();
    this.#structuredIds = options.getUuidOption()?.hasString() !== true;
  }

  get freeSlots(): number {
    return this.bufferSize - this.#inFlight.size;
  }

  get inFlight(): Delivery[] {
    return [...this.#inFlight.values()].map(({ delivery }) => delivery);
  }

  get total(): number {
    return this.#total;
  }

  confirm(stream: string, group: string): void {
    const confirmation = new persistent.ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId(`${stream}::${group}-${randomUUID()}`);
    const answer = new persistent.ReadResp();
    answer.setSubscriptionConfirmation(confirmation);
    this.answers.write(answer);
  }

  /** @param late called when the client has not answered for it in time */
  deliver(log: EventLog, delivery: Delivery, resolveLinks: boolean, timeoutMs: number, late: () => void): void {
    const timer = setTimeout(late, timeoutMs);
    timer.unref();
    this.#inFlight.set((delivery.link ?? delivery.event).id, { delivery, timer });
    this.#total += 1;
    this.answers.write(this.#answer(log, delivery, resolveLinks));
  }

  /** What it answers for. @returns undefined when that is settled already */
  settle(id: string): Delivery | undefined {
    const inFlight = this.#inFlight.get(id);
    clearTimeout(inFlight?.timer);
    this.#inFlight.delete(id);
    return inFlight?.delivery;
  }

  /** Everything it has not answered for, when it goes. */
  leave(): Delivery[] {
    const left = this.inFlight;
    for (const id of [...this.#inFlight.keys()]) this.settle(id);
    return left;
  }

  #answer(log: EventLog, { event, link, retryCount }: Delivery, resolveLinks: boolean): ReadResp {
    const appearance = { structuredIds: this.#structuredIds, resolveLinks: resolveLinks || link !== undefined };
    const records = resolve(log, link ?? event, appearance);
    const carried = new persistent.ReadResp.ReadEvent();
    if (records.event) carried.setEvent(translated(records.event));
    if (records.link) carried.setLink(translated(records.link));
    carried.setCommitPosition(String((link ?? event).position));
    carried.setRetryCount(retryCount);
    const answer = new persistent.ReadResp();
    answer.setEvent(carried);
    return answer;
  }
}

/** The same message under the name it has in the other service. */
function translated(recorded: RecordedEvent): ReadResp.ReadEvent.RecordedEvent {
  return persistent.ReadResp.ReadEvent.RecordedEvent.deserializeBinary(recorded.serializeBinary());
}
