import type { CommandExecutor } from '#kernel/execution';
import type { IntegrationScope } from '../domain/events.ts';
import type { Delivery } from '../domain/delivery.ts';
import { integration } from '../domain/integration.ts';
import { subscription } from '../domain/subscription.ts';
import type { PublishedLog, Standing } from '../feed/published-log.ts';
import type { PublishedText } from '../read-models/published-text.ts';
import { DELIVERY_CHANGE, SCOPE_CHANGE, SUBSCRIPTION_CHANGE } from '../read-models/published-events.ts';

/** How one subscription is delivered now. */
export interface Terms {
  readonly subscriptionId: string;
  readonly integrationId: string;
  /** What the integration may read now. */
  readonly scope: IntegrationScope;
  readonly delivery: Delivery;
  /** Of its endpoint. */
  readonly host: string;
  /** Whether anything is to be sent. */
  readonly isActive: boolean;
}

const AT_ONCE = 500;
const STRETCHES = [DELIVERY_CHANGE, SUBSCRIPTION_CHANGE, SCOPE_CHANGE].map((type) => ({ type }));

/**
 * How all subscriptions are delivered, as the log has it now. Of which one something may have changed is learned from what
 * stands among the published events, also beyond one that holds others back.
 */
export class DeliveryTerms {
  readonly #published: PublishedLog;
  readonly #executor: Pick<CommandExecutor, 'look'>;
  readonly #owned = new Map<string, Set<string>>();
  readonly #changed = new Set<string>();
  #place = '';
  #wasHeldBack = false;

  constructor(published: PublishedLog, executor: Pick<CommandExecutor, 'look'>) {
    this.#published = published;
    this.#executor = executor;
  }

  /** Subscriptions of which something has changed, until that was followed. */
  get changed(): readonly string[] {
    return [...this.#changed];
  }

  /** A change was followed. */
  followed(subscriptionId: string): void {
    this.#changed.delete(subscriptionId);
  }

  /** Looks whether anything has changed. */
  async follow(standing: Standing): Promise<void> {
    // What could not be made then lies before what was seen since.
    if (this.#wasHeldBack && !standing.isHeldBack) this.#place = '';
    this.#wasHeldBack = standing.isHeldBack;
    if (standing.seen <= this.#place) return;
    const looking = { stretches: STRETCHES, wanted: AT_ONCE };
    const known = { ...standing, through: standing.seen };
    for await (const found of this.#published.after(this.#place, known, looking)) this.#take(found);
    this.#place = standing.seen;
  }

  #take({ document: { type, thing }, data }: PublishedText): void {
    if (type === SCOPE_CHANGE) {
      for (const id of this.#owned.get(thing) ?? []) this.#changed.add(id);
      return;
    }
    this.#changed.add(thing);
    if (type === DELIVERY_CHANGE) return;
    const { integrationId } = JSON.parse(data) as { readonly integrationId: string };
    const owned = this.#owned.get(integrationId) ?? new Set();
    this.#owned.set(integrationId, owned.add(thing));
  }

  /**
   * As they stand in the log, whatever of it is published by now.
   * @returns undefined for one without an endpoint
   */
  async of(subscriptionId: string): Promise<Terms | undefined> {
    const executor = this.#executor;
    const known = await executor.look(subscription, subscriptionId, (state) => {
      if (state.status === 'ABSENT' || !state.delivery) return undefined;
      const { integrationId, delivery, status } = state;
      return { integrationId, delivery, isOpen: status === 'OPEN' };
    });
    if (!known) return undefined;
    const { integrationId, delivery, isOpen } = known;
    const { host } = new URL(delivery.url);
    const scope = await executor.look(integration, integrationId, (state) => {
      return state.status === 'REGISTERED' ? state.scope : undefined;
    });
    const isActive = scope !== undefined && isOpen && delivery.status === 'ACTIVE';
    return { subscriptionId, integrationId, scope: scope ?? NOTHING, delivery, host, isActive };
  }
}

const NOTHING: IntegrationScope = { nation: false, regions: [], provinces: [], hosts: [] };
