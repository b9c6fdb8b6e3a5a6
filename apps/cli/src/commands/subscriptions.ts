import { openSubscriptions } from '#composition';
import { isPosition } from '#kernel/domain';
import type {
  PersistentSubscriptionInfo,
  PersistentSubscriptions,
  PersistentSubscriptionSettings,
} from '#store-eventstoredb';
import { printJson, printTable } from '#terminal';
import { Failure } from '../failure.ts';
import { configurationOf } from '../installation/configuration-of.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';

export interface SubscriptionsOptions extends InstallationOptions {
  readonly json?: boolean;
}

type Settings = SubscriptionsOptions & PersistentSubscriptionSettings;

type CreateOptions = Settings & { readonly categories?: readonly string[]; readonly from?: string };

/** Subscriptions that the server of the log keeps for consumers outside. */
export async function listSubscriptions(options: SubscriptionsOptions): Promise<void> {
  print(await withSubscriptions(options, (subscriptions) => subscriptions.list()), options);
}

/** One of them: its consumers, and what waits. */
export async function showSubscription(name: string, options: SubscriptionsOptions): Promise<void> {
  print(await withSubscriptions(options, async (subscriptions) => [await subscriptions.info(name)]), options);
}

/** Makes one, over all events of the installation or those of some categories. */
export async function createSubscription(name: string, options: CreateOptions): Promise<void> {
  const { categories, from = 'start' } = options;
  if (from !== 'start' && from !== 'end' && !isPosition(from)) {
    throw new Failure(`"${String(from)}" is none of start, end and a position.`);
  }
  const wanted = { ...settingsOf(options), from, ...(categories ? { categories } : {}) };
  await change(name, options, (subscriptions) => subscriptions.create(name, wanted));
}

/** Changes what is given; its consumers are dropped, and come back. */
export async function updateSubscription(name: string, options: Settings): Promise<void> {
  await change(name, options, (subscriptions) => subscriptions.update(name, settingsOf(options)));
}

/** Ends one for good, with what it knows of its consumers. */
export async function deleteSubscription(name: string, options: SubscriptionsOptions): Promise<void> {
  await withSubscriptions(options, (subscriptions) => subscriptions.delete(name));
  if (options.json) printJson({ deleted: name });
  else process.stdout.write(`The subscription ${name} is no more.\n`);
}

/** Delivers events again that consumers gave up. */
export async function replayParkedEvents(
  name: string,
  options: SubscriptionsOptions & { readonly most?: number },
): Promise<void> {
  await change(name, options, (subscriptions) => subscriptions.replayParked(name, options.most));
}

async function change(
  name: string,
  options: SubscriptionsOptions,
  change: (subscriptions: PersistentSubscriptions) => Promise<void>,
): Promise<void> {
  const changed = await withSubscriptions(options, async (subscriptions) => {
    await change(subscriptions);
    return subscriptions.info(name);
  });
  print([changed], options);
}

async function withSubscriptions<T>(
  options: SubscriptionsOptions,
  work: (subscriptions: PersistentSubscriptions) => Promise<T>,
): Promise<T> {
  const configuration = configurationOf(options);
  if (!configuration.cluster) {
    throw new Failure('Subscriptions are kept by EventStoreDB: give --mode clustered and --eventstoredb <url>.');
  }
  const opened = await openSubscriptions(configuration.cluster);
  try {
    return await work(opened.subscriptions);
  } finally {
    await opened.close();
  }
}

function settingsOf({ messageTimeout, maxRetries, maxConsumers }: Settings): PersistentSubscriptionSettings {
  return Object.fromEntries(
    Object.entries({ messageTimeout, maxRetries, maxConsumers }).filter(([, value]) => value !== undefined),
  );
}

function print(infos: readonly PersistentSubscriptionInfo[], { json }: SubscriptionsOptions): void {
  if (json) {
    printJson(infos);
    return;
  }
  printTable(
    [
      'subscription',
      'status',
      'consumers',
      'in flight',
      'parked',
      'acknowledged position',
      'last known position',
      'timeout ms',
      'retries',
    ],
    infos.map(({ name, status, consumers, inFlight, parked, acknowledged, lastKnown, settings }) => [
      ...[name, status, consumers, inFlight, parked, acknowledged ?? '', lastKnown ?? ''],
      ...[settings.messageTimeout, settings.maxRetries],
    ]),
  );
}
