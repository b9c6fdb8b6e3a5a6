import {
  END,
  persistentSubscriptionToAllSettingsFromDefaults,
  START as FROM_START,
  streamNameFilter,
  type EventStoreDBClient,
  type PersistentSubscriptionToAllInfo,
  type PersistentSubscriptionToAllSettings,
} from '@eventstore/db-client';
import { isAfter, isPosition, START, SystemError, type Position } from '#kernel/domain';
import { isSafeToRepeat } from '../connection/failure.ts';
import type { LogServer } from '../connection/log-server.ts';
import type { Namespace } from '../events/namespace.ts';

/** How a subscription treats its consumers. What is absent stays as it is, or is what the server has by default. */
export interface PersistentSubscriptionSettings {
  /** Milliseconds that a consumer has to acknowledge an event before it is delivered again. */
  readonly messageTimeout?: number;
  /** How often an event is delivered again before it is parked. */
  readonly maxRetries?: number;
  /** Most consumers at once. */
  readonly maxConsumers?: number | 'unbounded';
}

export interface NewPersistentSubscription extends PersistentSubscriptionSettings {
  /** Only streams of these categories, one or more, for example `Protocol`; all of the installation when absent. */
  readonly categories?: readonly string[];
  /** `start`, the default; `end`, for what comes; or a position, for the event there and what follows. */
  readonly from?: string;
}

export interface PersistentSubscriptionInfo {
  readonly name: string;
  /** In the words of the server: for example `Live`. */
  readonly status: string;
  readonly consumers: number;
  /** Events that were given up, and wait to be replayed. */
  readonly parked: number;
  /** Delivered and not yet acknowledged. */
  readonly inFlight: number;
  /** Up to where everything is acknowledged. */
  readonly acknowledged: Position | undefined;
  /** Last event of the subscription that the server knows of. */
  readonly lastKnown: Position | undefined;
  readonly settings: Required<PersistentSubscriptionSettings>;
}

/** The server looks at so many events, wanted or not, before it notes how far it is. */
const SEARCH_WINDOW = 1_000;

/**
 * Subscriptions that the server keeps, for consumers outside: at least once, without order, from the events of this
 * installation. The server knows them under `<installation>.<name>`, which is what consumers connect to.
 */
export class PersistentSubscriptions {
  readonly #server: LogServer;
  readonly #namespace: Namespace;

  constructor(server: LogServer, namespace: Namespace) {
    this.#server = server;
    this.#namespace = namespace;
  }

  /** @throws SystemError SUBSCRIPTION_EXISTS | SUBSCRIPTION_INVALID | STORE_UNAVAILABLE */
  async create(
    name: string,
    { categories, from = 'start', ...settings }: NewPersistentSubscription = {},
  ): Promise<void> {
    if (categories?.length === 0) throw withoutCategories(name);
    const prefixes = categories?.map((category) => this.#namespace.outer(`${category}-`));
    const filter = streamNameFilter({
      prefixes: prefixes ?? [this.#namespace.beginning],
      maxSearchWindow: SEARCH_WINDOW,
      checkpointInterval: 1,
    });
    const all = persistentSubscriptionToAllSettingsFromDefaults({ ...changesOf(settings), startFrom: startOf(from) });
    await this.#refuseBeyondEnd(name, from);
    await this.#run(name, (client, group, options) =>
      client.createPersistentSubscriptionToAll(group, all, { ...options, filter }),
    );
  }

  /**
   * Changes what is given; consumers that are connected are dropped, and come back. Categories cannot be changed.
   * @throws SystemError SUBSCRIPTION_UNKNOWN | SUBSCRIPTION_INVALID | STORE_UNAVAILABLE
   */
  async update(name: string, settings: PersistentSubscriptionSettings): Promise<void> {
    const { settings: before } = await this.#read(name);
    await this.#run(name, (client, group, options) =>
      client.updatePersistentSubscriptionToAll(group, { ...before, ...changesOf(settings) }, options),
    );
  }

  /** @throws SystemError SUBSCRIPTION_UNKNOWN | STORE_UNAVAILABLE */
  async delete(name: string): Promise<void> {
    await this.#run(name, (client, group, options) => client.deletePersistentSubscriptionToAll(group, options));
  }

  /** Those of this installation, by name. */
  async list(): Promise<readonly PersistentSubscriptionInfo[]> {
    const all = await this.#run('', (client, _group, options) =>
      client.listPersistentSubscriptionsToAll(options),
    ).catch((error: unknown) => {
      // The server's way to say that there are none at all.
      if (error instanceof SystemError && error.code === 'SUBSCRIPTION_UNKNOWN') return [];
      throw error;
    });
    return all
      .flatMap((info) => {
        const name = this.#namespace.inner(info.groupName);
        return name === undefined ? [] : infoOf(name, info);
      })
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** @throws SystemError SUBSCRIPTION_UNKNOWN | STORE_UNAVAILABLE */
  async info(name: string): Promise<PersistentSubscriptionInfo> {
    return infoOf(name, await this.#read(name));
  }

  /**
   * Delivers parked events again. The count of the parked ones follows some seconds later.
   * @param most how many; all when absent
   * @throws SystemError SUBSCRIPTION_UNKNOWN | STORE_UNAVAILABLE
   */
  async replayParked(name: string, most?: number): Promise<void> {
    await this.#run(name, (client, group, options) =>
      client.replayParkedMessagesToAll(group, most === undefined ? options : { ...options, stopAt: most }),
    );
  }

  /** The server would take it, and never deliver anything. */
  async #refuseBeyondEnd(subscription: string, from: string): Promise<void> {
    if (!isPosition(from)) return;
    const end = await this.#server.persist(() => this.#server.end());
    if (!isAfter(from, end)) return;
    throw new SystemError(
      'SUBSCRIPTION_INVALID',
      `${subscription} would begin at ${from}, past the end of the log at ${end}, and deliver nothing: begin at "end" for what comes`,
      { subscription, position: from, end },
    );
  }

  #read(name: string): Promise<PersistentSubscriptionToAllInfo> {
    return this.#run(name, (client, group, options) => client.getPersistentSubscriptionToAllInfo(group, options));
  }

  async #run<T>(
    name: string,
    call: (client: EventStoreDBClient, group: string, options: { deadline: number }) => Promise<T>,
  ): Promise<T> {
    const group = this.#namespace.outer(name);
    const once = async (): Promise<T> => {
      try {
        return await this.#server.call(`the subscription ${name}`, (client, deadline) =>
          call(client, group, { deadline }),
        );
      } catch (error) {
        throw refusalOf(name, error) ?? error;
      }
    };
    return this.#server.persist(once, isSafeToRepeat);
  }
}

function withoutCategories(subscription: string): SystemError {
  return new SystemError(
    'SUBSCRIPTION_INVALID',
    `${subscription} would deliver nothing: name a category, or leave them out for all events`,
    { subscription },
  );
}

function refusalOf(subscription: string, error: unknown): SystemError | undefined {
  const { type, reason } = (error ?? {}) as { type?: unknown; reason?: unknown };
  const cause = { cause: error };
  switch (type) {
    case 'persistent-subscription-exists':
      return new SystemError(
        'SUBSCRIPTION_EXISTS',
        `there is a subscription ${subscription}: update it, or choose another name`,
        { subscription },
        cause,
      );
    case 'persistent-subscription-does-not-exist':
      return new SystemError(
        'SUBSCRIPTION_UNKNOWN',
        `there is no subscription ${subscription}: list those that there are, or create it`,
        { subscription },
        cause,
      );
    case 'persistent-subscription-failed':
      return new SystemError(
        'SUBSCRIPTION_INVALID',
        `the server refuses these settings of ${subscription}: ${String(reason)}`,
        { subscription, reason },
        cause,
      );
    default:
      return undefined;
  }
}

function changesOf(settings: PersistentSubscriptionSettings): Partial<PersistentSubscriptionToAllSettings> {
  const { messageTimeout, maxRetries, maxConsumers } = settings;
  return {
    ...(messageTimeout === undefined ? {} : { messageTimeout }),
    ...(maxRetries === undefined ? {} : { maxRetryCount: maxRetries }),
    ...(maxConsumers === undefined ? {} : { maxSubscriberCount: maxConsumers }),
  };
}

function startOf(from: string): PersistentSubscriptionToAllSettings['startFrom'] {
  if (from === 'start' || from === START) return FROM_START;
  if (from === 'end') return END;
  if (!isPosition(from))
    throw new TypeError(`a subscription begins at start, end or a position, not at "${String(from)}"`);
  return { commit: BigInt(from), prepare: BigInt(from) };
}

function infoOf(name: string, info: PersistentSubscriptionToAllInfo): PersistentSubscriptionInfo {
  const { status, connections, stats, settings } = info;
  const { messageTimeout, maxRetryCount: maxRetries, maxSubscriberCount: maxConsumers } = settings;
  return {
    name,
    status,
    consumers: connections.length,
    parked: Number(stats.parkedMessageCount),
    inFlight: stats.totalInFlightMessages,
    acknowledged: placeOf(stats.lastCheckpointedEventPosition),
    lastKnown: placeOf(stats.lastKnownEventPosition),
    settings: { messageTimeout, maxRetries, maxConsumers },
  };
}

/** A server that has come to no place yet may say 2^64 - 1. */
function placeOf(place: { readonly commit: bigint } | undefined): Position | undefined {
  const commit = String(place?.commit);
  return isPosition(commit) ? commit : undefined;
}
