import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { AnswerStream } from './answer-stream.ts';
import { Checkpoints } from './checkpoints.ts';
import { filterOf, NO_FILTER } from './event-filter.ts';
import type { EventLog } from './event-log.ts';
import { appearanceOf, frameOf } from './links.ts';
import { streamName } from './protocol.ts';
import type { LoggedEvent } from './recorded-event.ts';
import { invalidPosition, streamDeleted, thrownByHandler } from './refusal.ts';
import type { Release } from './release.ts';
import { confirmationFrame, Subscription, type Followed } from './subscription.ts';

type Options = ReadReq.Options;

/** The subscriptions that are open. */
export class Subscriptions {
  readonly #log: EventLog;
  readonly #release: Release;
  readonly #open = new Set<Subscription>();

  constructor(log: EventLog, release: Release) {
    this.#log = log;
    this.#release = release;
  }

  /** @throws Refusal */
  start(options: Options, answers: AnswerStream<Buffer>): void {
    const followed = options.hasAll() ? this.#all(options, answers) : this.#stream(options);
    const checkpoints = new Checkpoints(this.#release, this.#log, followed);
    const subscription = new Subscription(this.#log, followed, checkpoints, answers);
    this.#open.add(subscription);
    void subscription.run().finally(() => this.#open.delete(subscription));
  }

  get count(): number {
    return this.#open.size;
  }

  cut(): void {
    for (const subscription of this.#open) subscription.cut();
  }

  redeliver(count: number): void {
    for (const subscription of this.#open) subscription.redeliver(count);
  }

  #all(options: Options, answers: AnswerStream<Buffer>): Followed {
    const filter = filterOf(options.getFilter());
    const events = (): readonly LoggedEvent[] => this.#log.events;
    const start = this.#startInAll(options, answers);
    return {
      ...{ stream: undefined, events, filter, accepts: () => true, frame: this.#framing(options) },
      from: start.from,
      start: options.hasFilter() ? start.position : undefined,
    };
  }

  /** Exclusive; though a position without its prepare half stands for everything from its commit half on. */
  #startInAll(
    options: Options,
    answers: AnswerStream<Buffer>,
  ): { from: number | undefined; position: number | undefined } {
    const all = options.getAll()!;
    if (all.hasStart()) return { from: 0, position: 0 };
    if (all.hasEnd()) return { from: this.#log.events.length, position: undefined };
    const commit = Number(all.getPosition()!.getCommitPosition());
    const prepare = Number(all.getPosition()!.getPreparePosition());
    if (commit < prepare) throw thrownByHandler();
    if (commit > this.#log.end) return { from: undefined, position: undefined };
    if (!this.#log.isBoundary(commit)) {
      answers.write(confirmationFrame());
      throw invalidPosition();
    }
    const index = this.#log.indexAt(commit);
    const isPast = prepare === commit && this.#log.events[index]?.position === commit;
    return { from: isPast ? index + 1 : index, position: commit };
  }

  #stream(options: Options): Followed {
    const requested = options.getStream()!;
    const name = streamName(requested.getStreamIdentifier());
    if (this.#log.isTombstoned(name)) throw streamDeleted(name);
    const events = (): readonly LoggedEvent[] => this.#log.stream(name)?.events ?? [];
    const after = requested.hasEnd() ? events().length - 1 : Number(requested.getRevision());
    return {
      ...{ stream: name, events, filter: NO_FILTER, start: undefined, frame: this.#framing(options) },
      from: requested.hasStart() ? 0 : after + 1,
      accepts: (event) => this.#log.stream(name)?.isVisible(event) === true,
    };
  }

  #framing(options: Options): (event: LoggedEvent) => Buffer {
    const appearance = appearanceOf(options);
    return (event) => frameOf(this.#log, event, appearance);
  }
}
