import type { IntegrationScope } from '../domain/events.ts';
import type { DeliveryEvent } from '../domain/delivery-events.ts';
import { evolveDelivery, type Delivery } from '../domain/delivery.ts';
import type { PublishedLog, Standing } from '../feed/published-log.ts';
import {
  DELIVERY_CHANGE,
  SCOPE_CHANGE,
  SUBSCRIPTION_CHANGE,
  type PublishedDocument,
} from '../read-models/published-events.ts';

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

const NOTHING: IntegrationScope = { nation: false, regions: [], provinces: [], hosts: [] };
const AT_ONCE = 500;
const STRETCHES = [DELIVERY_CHANGE, SUBSCRIPTION_CHANGE, SCOPE_CHANGE].map((type) => ({ type }));

/** How all subscriptions are delivered, learned from what stands among the published events, in its order. */
export class DeliveryTerms {
  readonly #published: PublishedLog;
  readonly #deliveries = new Map<string, Delivery>();
  readonly #owners = new Map<string, string>();
  readonly #owned = new Map<string, Set<string>>();
  readonly #closed = new Set<string>();
  readonly #scopes = new Map<string, IntegrationScope | null>();
  readonly #changed = new Set<string>();
  #place = '';

  constructor(published: PublishedLog) {
    this.#published = published;
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
    if (standing.through <= this.#place) return;
    const looking = { stretches: STRETCHES, wanted: AT_ONCE };
    for await (const { key, document } of this.#published.after(this.#place, standing, looking)) {
      this.#take(document);
      this.#place = key;
    }
    this.#place = standing.through;
  }

  #take({ type, thing, data, at }: PublishedDocument): void {
    if (type === SCOPE_CHANGE) {
      this.#scopes.set(thing, (data as { readonly scope: IntegrationScope | null }).scope);
      for (const id of this.#owned.get(thing) ?? []) this.#changed.add(id);
      return;
    }
    this.#changed.add(thing);
    if (type === DELIVERY_CHANGE) {
      const { change } = data as { readonly change: DeliveryEvent };
      this.#deliveries.set(thing, evolveDelivery(this.#deliveries.get(thing), change, { recordedAt: at }));
      return;
    }
    const { integrationId, filter } = data as { readonly integrationId: string; readonly filter: object | null };
    this.#owners.set(thing, integrationId);
    const owned = this.#owned.get(integrationId) ?? new Set();
    this.#owned.set(integrationId, owned.add(thing));
    if (filter === null) this.#closed.add(thing);
  }

  /** Undefined for one without an endpoint. */
  of(subscriptionId: string): Terms | undefined {
    const delivery = this.#deliveries.get(subscriptionId);
    const integrationId = this.#owners.get(subscriptionId);
    if (!delivery || integrationId === undefined) return undefined;
    const { host } = new URL(delivery.url);
    const scope = this.#scopes.get(integrationId);
    if (!scope) return { subscriptionId, integrationId, scope: NOTHING, delivery, host, isActive: false };
    const isActive = !this.#closed.has(subscriptionId) && delivery.status === 'ACTIVE';
    return { subscriptionId, integrationId, scope, delivery, host, isActive };
  }
}
