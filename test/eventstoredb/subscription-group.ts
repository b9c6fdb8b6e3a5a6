import type { Consumer, Delivery } from './consumer.ts';
import type { EventLog } from './event-log.ts';
import { ALL, type GroupDefinition } from './group-definition.ts';
import { groupDropped, tooManySubscribers } from './group-refusals.ts';
import { targetOf } from './links.ts';
import { ParkedEvents } from './parked-events.ts';
import type { LoggedEvent } from './recorded-event.ts';

export type Verdict = 'ack' | 'retry' | 'park' | 'skip' | 'stop';

/** A persistent subscription: the server keeps its place, and shares its events out among the consumers. */
export class SubscriptionGroup {
  readonly definition: GroupDefinition;
  readonly parked: ParkedEvents;
  #consumers: Consumer[] = [];
  #retries: Delivery[] = [];
  #next: number;
  #log: EventLog;

  /** @param from index of the first event to deliver */
  constructor(definition: GroupDefinition, log: EventLog, from = definition.from) {
    this.definition = definition;
    this.parked = new ParkedEvents(definition.stream, definition.group);
    this.#log = log;
    this.#next = from;
  }

  get consumers(): readonly Consumer[] {
    return this.#consumers;
  }

  get retrying(): number {
    return this.#retries.length;
  }

  /** What was delivered and not answered for, or is to be delivered again. */
  get #open(): Delivery[] {
    return [...this.#consumers.flatMap((consumer) => consumer.inFlight), ...this.#retries];
  }

  /** Everything before this index has been answered for. */
  get settledBefore(): number {
    return Math.min(this.#next, ...this.#open.filter(({ link }) => !link).map(({ index }) => index));
  }

  /** The stream, or the log; a tombstone included. */
  events(): readonly LoggedEvent[] {
    if (this.definition.stream === ALL) return this.#log.events;
    const stream = this.#log.stream(this.definition.stream);
    return stream?.tombstone ? [...stream.events, stream.tombstone] : (stream?.events ?? []);
  }

  /** The log after a restart: what was delivered and not answered for comes again. */
  goOnIn(log: EventLog): void {
    this.#next = this.settledBefore;
    this.#retries = this.#open.filter(({ link }) => link);
    this.#consumers = [];
    this.#log = log;
  }

  /** @throws Refusal */
  connect(consumer: Consumer): void {
    const { stream, group, settings } = this.definition;
    if (settings.maxSubscriberCount > 0 && this.#consumers.length >= settings.maxSubscriberCount) {
      throw tooManySubscribers(stream, group);
    }
    this.#consumers.push(consumer);
    consumer.answers.ended.addEventListener('abort', () => this.#disconnect(consumer));
    consumer.confirm(stream, group);
    this.share();
  }

  answer(consumer: Consumer, ids: readonly string[], verdict: Verdict, reason: string): void {
    for (const id of verdict === 'stop' ? [] : ids) {
      const delivery = consumer.settle(id);
      if (delivery && verdict === 'retry') this.#retry(delivery);
      if (delivery && verdict === 'park') this.#park(delivery, `Client explicitly NAK'ed message.\n${reason}`);
    }
    this.share();
  }

  replayParked(count: number): void {
    for (const link of this.parked.take(this.#log, count)) {
      this.#retries.push({ event: targetOf(this.#log, link) ?? link, link, index: -1, retryCount: 0 });
    }
    this.share();
  }

  /** Sends every consumer away. */
  drop(): void {
    const { stream, group } = this.definition;
    for (const consumer of this.#consumers) consumer.answers.fail(groupDropped(stream, group));
  }

  /** Hands out what there is, to whoever has room. */
  share(): void {
    const events = this.events();
    for (;;) {
      const delivery = this.#retries[0] ?? this.#following(events);
      const consumer = delivery && this.#choose(delivery.event);
      if (!consumer) return;
      if (delivery === this.#retries[0]) this.#retries.shift();
      else this.#next = delivery.index + 1;
      const { resolveLinks, messageTimeoutMs } = this.definition.settings;
      const id = (delivery.link ?? delivery.event).id;
      consumer.deliver(this.#log, delivery, resolveLinks, messageTimeoutMs, () =>
        this.answer(consumer, [id], 'retry', ''),
      );
    }
  }

  #following(events: readonly LoggedEvent[]): Delivery | undefined {
    for (let index = this.#next; index < events.length; index += 1) {
      if (this.#isWanted(events[index]!)) return { event: events[index]!, index, retryCount: 0 };
      this.#next = index + 1;
    }
    return undefined;
  }

  #isWanted(event: LoggedEvent): boolean {
    if (this.definition.stream === ALL) return this.definition.filter.matches(event);
    const stream = this.#log.stream(this.definition.stream)!;
    return event === stream.tombstone || stream.isVisible(event);
  }

  /** The first that has room: who was served goes to the end of the line, unless one is to have everything. */
  #choose(event: LoggedEvent): Consumer | undefined {
    const { strategy } = this.definition.settings;
    const pinned = strategy === 'Pinned' ? pinOf(event.stream) % this.#consumers.length : 0;
    const line = [...this.#consumers.slice(pinned), ...this.#consumers.slice(0, pinned)];
    const chosen = line.find((consumer) => consumer.freeSlots > 0);
    if (chosen && strategy === 'RoundRobin') {
      this.#consumers = [...this.#consumers.filter((consumer) => consumer !== chosen), chosen];
    }
    return chosen;
  }

  #retry(delivery: Delivery): void {
    const { maxRetryCount } = this.definition.settings;
    if (delivery.retryCount >= maxRetryCount) this.#park(delivery, `Reached retry count of ${maxRetryCount}`);
    else this.#retries.push({ ...delivery, retryCount: delivery.retryCount + 1 });
  }

  #park(delivery: Delivery, reason: string): void {
    this.parked.park(this.#log, delivery.event, reason);
  }

  #disconnect(consumer: Consumer): void {
    if (!this.#consumers.includes(consumer)) return;
    this.#consumers = this.#consumers.filter((other) => other !== consumer);
    for (const delivery of consumer.leave()) this.#retry(delivery);
    this.share();
  }
}

function pinOf(stream: string): number {
  return Buffer.from(stream).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7);
}
