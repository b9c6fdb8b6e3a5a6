import { setTimeout as sleep } from 'node:timers/promises';
import { isDomainError, toTimestamp, type Clock } from '#kernel/domain';
import type { WrittenEvent } from '#use-cases';
import type { CommandExecutor } from '#kernel/execution';
import type { EventStore, ProcessInstance, WorkStore } from '#kernel/ports';
import { OutgoingPosts, verdictOf, type Attempt } from '#webhooks';
import { Books } from '../books/books.ts';
import { subscriptionBooks } from '../numbering/subscription-books.ts';
import type { ToldEvents } from '../books/told-events.ts';
import type { STOP_REASONS } from '../domain/delivery-events.ts';
import type { PublishedLog, Standing } from '../feed/published-log.ts';
import { PAUSE_MS, Rounds } from '../work/rounds.ts';
import { Delivering, type Out } from './delivering.ts';
import { DELIVERIES } from './delivery-state.ts';
import { DeliveryTerms } from './delivery-terms.ts';
import type { EndpointKeys } from './endpoint-keys.ts';
import { firstSince } from './first-since.ts';
import { MOST_OUT, MOST_SLOW, Room, type Place } from './room.ts';
import { outcomeOf, postOf, webhookId } from './webhook.ts';

/** Why deliveries end without their owner's wish. */
export type StopReason = (typeof STOP_REASONS)[number];

export interface DelivererParts {
  readonly log: Pick<EventStore, 'logId'>;
  readonly published: PublishedLog;
  readonly executor: Pick<CommandExecutor, 'look'>;
  readonly work: WorkStore;
  readonly told: ToldEvents;
  readonly keys: EndpointKeys;
  readonly clock: Clock;
  /** `https://host`, or nothing where that is not known. */
  readonly origin: string;
  /** Where something may be sent, and how long that may take. */
  readonly endpoints: { readonly allowsPrivate: boolean; readonly timeoutMs: number };
  /** Writes down that deliveries end, once for each turn of their owner. */
  readonly stopDelivery: (subscriptionId: string, why: StopReason, turn: number) => Promise<void>;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
}

/** How often it is looked whether there is more, in milliseconds. */
const LOOK_EVERY_MS = 100;
/** How often what has happened is stored, in milliseconds. */
const SAVE_EVERY_MS = 25;
/** An attempt that takes longer, in milliseconds, no longer takes the place of others; its subscription waits for it. */
const SLOW_AFTER_MS = 1_000;
/** How long attempts under way are waited for in the end, in milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * Sends the events of subscriptions to their endpoints. What it remembers says that an event is delivered only after that is
 * so, and the id of a webhook follows from the book: whoever goes on after a crash sends again what was under way, under the
 * same ids, and leaves nothing out. One process does it at a time, under a lease.
 */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #rounds: Rounds;
  readonly #posts: OutgoingPosts;
  readonly #terms: DeliveryTerms;
  readonly #subscriptions = new Map<string, Delivering>();
  readonly #dirty = new Set<Delivering>();
  /** What could not be stored yet, by key. */
  readonly #unstored = new Map<string, ProcessInstance>();
  /** Those that may have something to send, in the order in which they are served. */
  readonly #hungry = new Set<Delivering>();
  readonly #room = new Room();
  readonly #underWay = new Set<Promise<void>>();
  #books!: Books;
  #logId = '';
  #seen = '';
  #isServing = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    this.#rounds = new Rounds(parts.onError);
    // Which attempts wait for others is decided here: one that waited for a connection would take that for a failure.
    this.#posts = new OutgoingPosts({ ...parts.endpoints, connections: MOST_OUT + MOST_SLOW });
    this.#terms = new DeliveryTerms(parts.published, parts.executor);
  }

  /**
   * Takes the deliveries over and goes on with them.
   * @throws SystemError LEASE_LOST | STORE_UNAVAILABLE
   */
  async start(): Promise<void> {
    const { log, work, epoch } = this.#parts;
    if (epoch !== undefined) await work.takeOver([DELIVERIES], epoch);
    this.#logId = await log.logId();
    const checkpoint = await work.checkpoint(DELIVERIES);
    // Numbers of another log are other events.
    if (checkpoint && checkpoint.logId !== this.#logId) await work.reset(DELIVERIES);
    this.#books = new Books(subscriptionBooks(work, this.#logId));
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#rounds.stop();
    await this.#loop;
  }

  async ended(): Promise<void> {
    await this.#loop;
  }

  /** Why it cannot go on. */
  get failure(): Error | undefined {
    return this.#rounds.failure;
  }

  async #run(): Promise<void> {
    await Promise.all([
      this.#rounds.repeat(() => this.#look(), LOOK_EVERY_MS),
      this.#rounds.repeat(() => this.#save(), SAVE_EVERY_MS),
    ]);
    await Promise.race([Promise.all(this.#underWay), sleep(PATIENCE_MS, undefined, { ref: false })]);
    await this.#posts.close();
    await Promise.all(this.#underWay);
    await this.#save().catch(() => undefined);
  }

  async #look(): Promise<void> {
    const standing = await this.#parts.published.standing();
    await this.#followTerms(standing);
    const through = await this.#books.through();
    if (through !== this.#seen) {
      const active = [...this.#subscriptions.values()].filter(({ terms }) => terms.isActive);
      const ends = await this.#books.ends(active.map(({ terms }) => terms.subscriptionId));
      for (const one of active) one.end = Math.max(one.end, ends.get(one.terms.subscriptionId) ?? 0);
      this.#seen = through;
    }
    const now = this.#parts.clock.now();
    for (const one of this.#subscriptions.values()) {
      if (one.terms.isActive) this.#hungry.add(one);
      if (one.forgetsAt(now)) this.#dirty.add(one);
    }
    this.#serve();
  }

  async #followTerms(standing: Standing): Promise<void> {
    const { work, published, clock } = this.#parts;
    await this.#terms.follow(standing);
    for (const id of this.#terms.changed) {
      const terms = await this.#terms.of(id);
      let known = this.#subscriptions.get(id);
      // Also where nothing is sent any more, attempts are kept that are to be forgotten.
      if (!terms) {
        this.#terms.followed(id);
        continue;
      }
      if (!known) {
        const books = this.#books;
        const since = (book: string, at: string): Promise<number> => firstSince({ books, published }, book, at);
        known = await Delivering.load({ work, books, firstSince: since, terms });
        this.#subscriptions.set(id, known);
      }
      if (await known.follow(terms, clock.now())) this.#dirty.add(known);
      this.#terms.followed(id);
      this.#seen = '';
    }
  }

  /** Serves those that may have something to send, in turns, as far as there is room. */
  #serve(): void {
    if (this.#isServing || this.#rounds.signal.aborted) return;
    this.#isServing = true;
    setImmediate(() => {
      this.#isServing = false;
      for (const one of [...this.#hungry]) {
        if (this.#room.isFull || this.#rounds.signal.aborted) return;
        // Who finds no room at its host keeps its turn: it comes before those that have just been served.
        if (!one.isBusy && !this.#room.isFor(one.terms.host, one.isTrusted)) continue;
        this.#hungry.delete(one);
        if (one.isBusy) continue;
        const taken = this.#taken(one);
        if (taken.length === 0 && !one.wantsMore) continue;
        one.isBusy = true;
        this.#follow(this.#work(one, taken));
      }
    });
  }

  #taken(one: Delivering): readonly Sending[] {
    const { clock } = this.#parts;
    const { host } = one.terms;
    const taken: Sending[] = [];
    const isTrusted = one.isTrusted;
    while (this.#room.isFor(host, isTrusted)) {
      const out = one.take(clock.now());
      if (!out) break;
      taken.push({ out, place: this.#room.take(host, isTrusted) });
    }
    return taken;
  }

  /** Makes ready what was taken, sends it, and reads on. */
  async #work(one: Delivering, taken: readonly Sending[]): Promise<void> {
    const waiting = [...taken];
    try {
      const told = taken.length === 0 ? [] : await this.#told(one, taken);
      for (const event of told) {
        const next = waiting.shift();
        if (next) this.#follow(this.#send(one, next, event));
      }
      giveBack(one, waiting);
      if (one.wantsMore) await one.readOn();
    } catch (error) {
      this.#parts.onError?.(error);
      giveBack(one, waiting);
      await this.#rounds.pause(PAUSE_MS);
    }
    one.isBusy = false;
    this.#hungry.add(one);
    this.#serve();
  }

  /** What is sent, by what counts at this moment in the log; nothing where nothing is to be sent any more. */
  async #told(one: Delivering, taken: readonly Sending[]): Promise<readonly WrittenEvent[]> {
    const terms = await this.#terms.of(one.terms.subscriptionId);
    if (terms) one.know(terms);
    if (!one.terms.isActive) return [];
    const { integrationId, scope } = one.terms;
    const events = taken.map(({ out }) => out.event);
    return this.#parts.told.of(events, { integrationId, scope, book: one.book, origin: this.#parts.origin });
  }

  async #send(one: Delivering, { out, place }: Sending, told: WrittenEvent): Promise<void> {
    const { clock, keys } = this.#parts;
    const { subscriptionId, delivery } = one.terms;
    const { number } = out.event;
    const began = clock.now();
    const slow = setTimeout(() => {
      place.slow();
      this.#serve();
    }, SLOW_AFTER_MS);
    let attempt: Attempt;
    try {
      attempt = await this.#posts.post(
        postOf({
          ...{ id: webhookId(one.book, number), url: delivery.url, body: told.json, now: began },
          keys: keys.signing(subscriptionId, delivery, began),
        }),
      );
    } catch (error) {
      // An address to which nothing is sent any more: the installation allows less than it did.
      attempt = { durationMs: 0, failure: isDomainError(error) ? error.code : 'ENDPOINT_FAILED' };
    }
    clearTimeout(slow);
    place.leave();
    // What was broken off in the end is no failure of the receiver.
    if (this.#rounds.signal.aborted && attempt.status === undefined) one.returned(out);
    else await this.#settle(one, out, attempt, { number, at: toTimestamp(began), ...outcomeOf(attempt, told.json) });
    this.#hungry.add(one);
    this.#serve();
  }

  async #settle(
    one: Delivering,
    out: Out,
    attempt: Attempt,
    kept: Parameters<Delivering['delivered']>[1],
  ): Promise<void> {
    const now = this.#parts.clock.now();
    const verdict = verdictOf(attempt);
    this.#dirty.add(one);
    if (verdict === 'delivered') {
      one.delivered(out, kept, now);
      return;
    }
    const consequence = one.failed(out, kept, attempt, now);
    if (verdict === 'gone') await this.#stopDelivery(one, 'ENDPOINT_GONE', out.turn);
    else if (consequence === 'has failed too long') await this.#stopDelivery(one, 'FAILED_TOO_LONG', out.turn);
  }

  async #stopDelivery(one: Delivering, why: StopReason, turn: number): Promise<void> {
    const { subscriptionId, delivery, isActive } = one.terms;
    // Of an earlier turn, it may be what another endpoint has answered.
    if (!isActive || delivery.turn !== turn) return;
    one.stop();
    while (!this.#rounds.signal.aborted) {
      try {
        await this.#parts.stopDelivery(subscriptionId, why, turn);
        return;
      } catch (error) {
        // Refused: its owner has paused, closed or wished for something else meanwhile.
        if (isDomainError(error)) return;
        this.#parts.onError?.(error);
        await this.#rounds.pause(PAUSE_MS);
      }
    }
  }

  async #save(): Promise<void> {
    const { work, epoch, clock } = this.#parts;
    for (const one of [...this.#dirty]) {
      const instances = await one.toStore(clock.now());
      this.#dirty.delete(one);
      for (const instance of instances) this.#unstored.set(instance.key, instance);
    }
    if (this.#unstored.size === 0) return;
    const instances = [...this.#unstored.values()];
    await work.save(DELIVERIES, instances, { logId: this.#logId, position: '0' }, epoch);
    for (const instance of instances) {
      if (this.#unstored.get(instance.key) === instance) this.#unstored.delete(instance.key);
    }
  }

  #follow(work: Promise<void>): void {
    this.#underWay.add(work);
    work
      .catch((error: unknown) => this.#parts.onError?.(error))
      .finally(() => this.#underWay.delete(work))
      .catch(() => undefined);
  }
}

/** They were not sent. */
function giveBack(one: Delivering, sendings: Sending[]): void {
  for (const { out, place } of sendings.splice(0)) {
    one.returned(out);
    place.leave();
  }
}

/** One event that is on its way out, and the room that it takes. */
interface Sending {
  readonly out: Out;
  readonly place: Place;
}
