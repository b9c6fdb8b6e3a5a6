import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { messageOf } from '#kernel/domain';
import { installationSecret, type SecretBox } from '#kernel/ports';
import type { WatchedLog } from '#kernel/execution';
import { Feed, integrationSettings, PairwiseIds, publishedEvents } from '#integration';
import type { ErasureWatch, PersonalDataVault } from '#privacy';
import type { CommandShell, PublishedType } from '#use-cases';
import type { EventCore } from '../contexts/event-core.ts';
import type { Stores } from '../stores/stores.ts';

/** Name of the secret from which the ids follow under which receivers are told of persons. */
const PAIRWISE_KEY = 'pairwise-key';

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
}: FeedSurroundings): Promise<Feed> {
  const key = await installationSecret(stores.keys, secretBox, PAIRWISE_KEY, () => randomBytes(32));
  const logger = new Logger('Feed');
  return new Feed({
    ...{ log, types, store: stores.readModels, projection: publishedEvents(types), executor: core.executor },
    pairwise: new PairwiseIds(key),
    isStanding: async (person) => (await vault.mark(person, '')) !== undefined,
    requireErasures: () => erasures.requireFollowed(),
    mostReaders: settings(integrationSettings).readers,
    onError: (error) => logger.warn(messageOf(error)),
  });
}
