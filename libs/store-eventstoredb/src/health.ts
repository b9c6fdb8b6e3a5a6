import type { SubscriptionHealth, SubscriptionState } from './subscriptions/subscription-status.ts';

/** How a store stands with its server. */
export interface EventStoreDbHealth {
  /** Worst of server and subscriptions: disconnected before catching up before live. */
  readonly state: SubscriptionState;
  /** RFC 3339: since when, for `disconnected`. */
  readonly disconnectedSince: string | undefined;
  readonly server: {
    readonly answers: boolean;
    /** RFC 3339: since when it does, or does not. */
    readonly since: string;
    /** RFC 3339. */
    readonly lastAnswer: string | undefined;
    /** Why it does not. */
    readonly error: string | undefined;
  };
  readonly subscriptions: readonly SubscriptionHealth[];
}

/** Puts the parts together. */
export function overall(
  server: EventStoreDbHealth['server'],
  subscriptions: readonly SubscriptionHealth[],
): EventStoreDbHealth {
  const lost = subscriptions.filter(({ state }) => state === 'disconnected').map(({ since }) => since);
  if (!server.answers) lost.push(server.since);
  const [disconnectedSince] = lost.sort();
  const isCatchingUp = subscriptions.some(({ state }) => state === 'catching-up');
  const state = disconnectedSince !== undefined ? 'disconnected' : isCatchingUp ? 'catching-up' : 'live';
  return { state, disconnectedSince, server, subscriptions };
}
