import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { messageOf, type Clock } from '#kernel/domain';
import { installationSecret, type SecretBox } from '#kernel/ports';
import type { WatchedLog } from '#kernel/execution';
import {
  Deliverer,
  Desk,
  EndpointKeys,
  Feed,
  erasureAmong,
  integrationSettings,
  type DelivererParts,
  NumberedFeed,
  Numbering,
  PairwiseIds,
  publishedEvents,
  PublishedLog,
  Readers,
  ReceiptSigner,
  Rendering,
  ToldEvents,
} from '#integration';
import type { ErasureWatch, PersonalDataVault } from '#privacy';
import type { CommandShell, PublishedType } from '#use-cases';
import type { EventCore } from '../contexts/event-core.ts';
import type { Stores } from '../stores/stores.ts';

/** Name of the secret from which the ids follow under which receivers are told of persons. */
const PAIRWISE_KEY = 'pairwise-key';

/** Name of the secret by which it is signed what subscribers have. */
const RECEIPT_KEY = 'receipt-key';
/** Name of the secret from which the keys follow that sign for endpoints. */
const WEBHOOK_KEY = 'webhook-key';
const SECRET_BYTES = 32;

interface FeedSurroundings {
  readonly stores: Stores;
  readonly log: WatchedLog;
  readonly core: EventCore;
  /** What is published. */
  readonly types: readonly PublishedType[];
  readonly settings: CommandShell['settings'];
  readonly vault: PersonalDataVault;
  readonly erasures: ErasureWatch;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
}

/** What is published, opened to those who may read it. */
export interface OpenFeed {
  readonly feed: Feed;
  readonly numbers: NumberedFeed;
  /** Makes what gives the numbers, for whoever may run it. */
  readonly makeNumbering: (how: { readonly epoch?: number; readonly onError: (error: unknown) => void }) => Numbering;
  readonly webhooks: Desk;
  /** Makes what sends webhooks, for whoever may run it. */
  readonly makeDeliverer: (how: Pick<DelivererParts, 'epoch' | 'onError' | 'stopDelivery'>) => Deliverer;
  /** Lets whoever waits be answered, and nobody wait any more. */
  readonly stop: () => Promise<void>;
}

/** Opens what is published to those who may read it. */
export async function openFeed({
  stores,
  log,
  core,
  types,
  settings,
  vault,
  erasures,
  secretBox,
  clock,
}: FeedSurroundings): Promise<OpenFeed> {
  const secret = (name: string): Promise<Uint8Array> =>
    installationSecret(stores.keys, secretBox, name, () => randomBytes(SECRET_BYTES));
  const logger = new Logger('Feed');
  const onError = (error: unknown): void => logger.warn(messageOf(error));
  const { work } = stores;
  const pairwise = new PairwiseIds(await secret(PAIRWISE_KEY));
  const published = new PublishedLog({ log, store: stores.readModels, projection: publishedEvents(types) });
  const standingAmong = (persons: ReadonlySet<string>): Promise<ReadonlySet<string>> => vault.keptAmong(persons);
  const requireErasures = (): Promise<void> => erasures.requireFollowed();
  const erasure = erasureAmong(types);
  const rendering = new Rendering({ pairwise, standingAmong, erasure });
  const told = new ToldEvents({ published, rendering, requireErasures, erasure });
  const { readers, privateEndpoints, webhookTimeout, publicUrl } = settings(integrationSettings);
  const shared = { log, published, executor: core.executor, readers: new Readers(readers), onError };
  const feed = new Feed({ ...shared, rendering, requireErasures, types });
  const signer = new ReceiptSigner(await secret(RECEIPT_KEY));
  const numbers = await NumberedFeed.open({ ...shared, work, told, clock, signer });
  const keys = new EndpointKeys(await secret(WEBHOOK_KEY));
  const endpoints = { allowsPrivate: privateEndpoints, timeoutMs: webhookTimeout * 1_000 };
  const webhooks = new Desk({ work, keys, clock, endpoints });
  const { executor } = core;
  const origin = publicUrl?.replace(/\/$/, '') ?? '';
  const sending = { log, published, executor, work, told, keys, clock, endpoints, origin };
  return {
    feed,
    numbers,
    makeNumbering: (how) => new Numbering({ log, published, work, types, ...how }),
    webhooks,
    makeDeliverer: (how) => new Deliverer({ ...sending, ...how }),
    stop: async () => {
      feed.stop();
      numbers.stop();
      await webhooks.close();
    },
  };
}
