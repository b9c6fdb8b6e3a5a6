import { messageOf, toTimestamp, type Position } from '#kernel/domain';

export type SubscriptionState = 'catching-up' | 'live' | 'disconnected';

/** How a subscription stands. */
export interface SubscriptionHealth {
  readonly state: SubscriptionState;
  /** RFC 3339: since when it is in this state. */
  readonly since: string;
  /** What the consumer has finished with. */
  readonly position: Position;
  /** How far the end of the log, as it was last seen, lies ahead: in positions, which are bytes of the server's log. */
  readonly lag: number;
  /** RFC 3339: when the server was last heard of. */
  readonly lastContact: string | undefined;
  /** Why it is disconnected. */
  readonly error: string | undefined;
}

/** Keeps account of a subscription. */
export class SubscriptionStatus {
  readonly #now: () => number;
  readonly #changed: () => void;
  readonly #idle: number;
  #state: SubscriptionState = 'catching-up';
  #since: number;
  #position: bigint;
  #end = 0n;
  /** When the consumer last came further, or fell behind. */
  #movedAt: number;
  #lastContact: number | undefined;
  #error: string | undefined;
  /** Ends the wait of the subscription, which may have something to do. */
  #rouse: (() => void) | undefined;

  /** @param idle milliseconds that the consumer may stand still behind the end, and be called live */
  constructor(position: Position, idle: number, now: () => number, changed: () => void) {
    this.#position = BigInt(position);
    this.#idle = idle;
    this.#now = now;
    this.#changed = changed;
    this.#since = now();
    this.#movedAt = this.#since;
  }

  get health(): SubscriptionHealth {
    const lag = this.#end > this.#position ? Number(this.#end - this.#position) : 0;
    return {
      ...this.#standing,
      position: String(this.#position),
      lag,
      lastContact: this.#lastContact === undefined ? undefined : toTimestamp(this.#lastContact),
      error: this.#error,
    };
  }

  get #standing(): { readonly state: SubscriptionState; readonly since: string } {
    const isStuck = this.#state === 'live' && this.isBehind && this.#now() - this.#movedAt > this.#idle;
    return isStuck
      ? { state: 'catching-up', since: toTimestamp(this.#movedAt) }
      : { state: this.#state, since: toTimestamp(this.#since) };
  }

  /** True when the log is known to go on after what the consumer has. */
  get isBehind(): boolean {
    return this.#end > this.#position;
  }

  /** The server was heard of. */
  contact(state: 'catching-up' | 'live'): void {
    this.#lastContact = this.#now();
    this.#error = undefined;
    this.#enter(state);
  }

  disconnected(error: unknown): void {
    this.#error = messageOf(error);
    this.#enter('disconnected');
  }

  finished(position: Position): void {
    this.#position = BigInt(position);
    this.#movedAt = this.#now();
  }

  /** The log reaches so far. */
  sawEnd(end: Position): void {
    const seen = BigInt(end);
    if (seen <= this.#end) return;
    if (!this.isBehind) this.#movedAt = this.#now();
    this.#end = seen;
    this.#rouse?.();
  }

  onBehind(rouse: () => void): void {
    this.#rouse = rouse;
  }

  #enter(state: SubscriptionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#now();
    this.#changed();
  }
}
