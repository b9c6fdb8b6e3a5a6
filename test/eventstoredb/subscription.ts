import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { AnswerStream } from './answer-stream.ts';
import type { Checkpoints, Place } from './checkpoints.ts';
import type { EventFilter } from './event-filter.ts';
import type { EventLog } from './event-log.ts';
import { streams } from './protocol.ts';
import { bytesOf, type LoggedEvent } from './recorded-event.ts';
import { streamDeleted, unavailable } from './refusal.ts';

/** What a subscription follows: a list that grows. */
export interface Followed {
  readonly stream: string | undefined;
  readonly events: () => readonly LoggedEvent[];
  /** Index of the first event to deliver; undefined for a place that never comes. */
  readonly from: number | undefined;
  /** Position to begin with, if it was given: it is also the first checkpoint. */
  readonly start: number | undefined;
  readonly accepts: (event: LoggedEvent) => boolean;
  readonly filter: EventFilter;
  readonly frame: (event: LoggedEvent) => Buffer;
}

/** So many events are scanned before others have their turn. */
const SCANNED_IN_ONE_TURN = 5_000;

/** One subscription to `$all` or to a stream: history, then what comes, for as long as the client stays. */
export class Subscription {
  readonly #log: EventLog;
  readonly #followed: Followed;
  readonly #checkpoints: Checkpoints;
  readonly #answers: AnswerStream<Buffer>;
  #next: number;
  #scannedSinceCheckpoint = 0;
  #hasCaughtUp = false;
  #isLive = false;
  #wake = (): void => {};

  constructor(log: EventLog, followed: Followed, checkpoints: Checkpoints, answers: AnswerStream<Buffer>) {
    this.#log = log;
    this.#followed = followed;
    this.#checkpoints = checkpoints;
    this.#answers = answers;
    this.#next = followed.from ?? Infinity;
  }

  /** Delivers until the client goes or the stream is ended. */
  async run(): Promise<void> {
    const unwatch = this.#log.watch(() => this.#wake());
    this.#answers.ended.addEventListener('abort', () => this.#wake());
    try {
      this.#write(confirmation());
      this.#announce(this.#checkpoints.first);
      while (!this.#answers.ended.aborted) {
        await this.#deliver();
        if (this.#isTombstoned()) throw streamDeleted(this.#followed.stream!);
        await this.#somethingNew();
      }
    } catch (error) {
      this.#answers.fail(error);
    } finally {
      unwatch();
    }
  }

  /** Delivers the last few events once more. */
  redeliver(count: number): void {
    const events = this.#followed.events();
    let left = count;
    this.#next = Math.min(this.#next, events.length);
    while (left > 0 && this.#next > 0) {
      this.#next -= 1;
      if (this.#matches(events[this.#next]!)) left -= 1;
    }
    this.#wake();
  }

  /** Ends it, from the side of the server. */
  cut(): void {
    this.#answers.fail(unavailable('Subscription dropped'));
  }

  async #deliver(): Promise<void> {
    const events = this.#followed.events();
    let scanned = 0;
    while (this.#next < events.length && !this.#answers.ended.aborted) {
      const event = events[this.#next++]!;
      const matches = this.#matches(event);
      let keepsUp = !matches || this.#answers.write(this.#followed.frame(event));
      keepsUp = this.#checkpointAfter(event, events[this.#next], matches) && keepsUp;
      if (!keepsUp) {
        await this.#answers.drained();
        if (events.length - this.#next > this.#followed.filter.checkpointInterval) this.#isLive = false;
      }
      scanned += 1;
      if (scanned % SCANNED_IN_ONE_TURN === 0) await turn();
    }
    if (this.#isLive) return;
    this.#isLive = true;
    if (!this.#hasCaughtUp) this.#announce(this.#checkpoints.beforeCaughtUp);
    this.#hasCaughtUp = true;
    this.#write(caughtUp());
  }

  #checkpointAfter(event: LoggedEvent, next: LoggedEvent | undefined, matches: boolean): boolean {
    this.#scannedSinceCheckpoint += 1;
    if (this.#scannedSinceCheckpoint < this.#followed.filter.checkpointInterval) return true;
    this.#scannedSinceCheckpoint = 0;
    const { position } = event;
    const live = { commit: position, prepare: position };
    return this.#announce(this.#isLive ? live : this.#checkpoints.catchingUp(event, next, matches));
  }

  #announce(place: Place | undefined): boolean {
    return place === undefined || this.#write(checkpoint(place));
  }

  #matches(event: LoggedEvent): boolean {
    return this.#followed.filter.matches(event) && this.#followed.accepts(event);
  }

  #isTombstoned(): boolean {
    return this.#followed.stream !== undefined && this.#log.isTombstoned(this.#followed.stream);
  }

  async #somethingNew(): Promise<void> {
    if (this.#next < this.#followed.events().length || this.#answers.ended.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = () => {};
  }

  #write(answer: ReadResp): boolean {
    return this.#answers.write(bytesOf(answer));
  }
}

function confirmation(): ReadResp {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(randomUUID());
  const answer = new streams.ReadResp();
  answer.setConfirmation(confirmed);
  return answer;
}

/** Confirmation alone, of a subscription that then fails. */
export const confirmationFrame = (): Buffer => bytesOf(confirmation());

function caughtUp(): ReadResp {
  const answer = new streams.ReadResp();
  answer.setCaughtUp(new streams.ReadResp.CaughtUp());
  return answer;
}

function checkpoint({ commit, prepare }: Place): ReadResp {
  const reached = new streams.ReadResp.Checkpoint();
  reached.setCommitPosition(String(commit));
  reached.setPreparePosition(String(prepare));
  const answer = new streams.ReadResp();
  answer.setCheckpoint(reached);
  return answer;
}
