import { randomBytes } from 'node:crypto';
import { systemClock, type Clock } from '#kernel/domain';
import type { WatchedLog } from '#kernel/execution';
import { installationSecret, type SecretBox } from '#kernel/ports';
import { BodyHasher, drawsUnder, externalIssuer, type Configuration, type PlatformParts } from '#platform';
import type { PersonalDataVault } from '#privacy';
import type { CommandShell, Draws, EventFeed, NumberedEvents, Tallies, WebhookDesk } from '#use-cases';
import type { EventCore } from '../contexts/event-core.ts';
import type { OpenMailing } from '../mail/open-mailing.ts';
import type { OpenTokens } from '../stores/open-tokens.ts';
import type { Stores } from '../stores/stores.ts';

/** Name of the secret that chance follows from. */
const DRAW_KEY = 'draw-key';

interface PlatformOptions {
  readonly configuration: Configuration;
  readonly clock?: Clock;
  readonly draws?: Draws;
}

interface PlatformSurroundings {
  readonly stores: Stores;
  readonly log: WatchedLog;
  readonly core: EventCore;
  readonly settings: CommandShell['settings'];
  readonly mailing: OpenMailing;
  readonly vault: PersonalDataVault;
  readonly tokens: OpenTokens;
  readonly secretBox: SecretBox;
  readonly tallies: Tallies;
  readonly feed: EventFeed;
  readonly numbers: NumberedEvents;
  readonly webhooks: WebhookDesk;
}

/** What the platform is made of, where everything behind it is open. */
export async function platformParts(
  { configuration, clock = systemClock, draws }: PlatformOptions,
  {
    stores,
    log,
    core: { executor, reader },
    settings,
    mailing,
    vault,
    tokens,
    secretBox,
    tallies,
    feed,
    numbers,
    webhooks,
  }: PlatformSurroundings,
): Promise<PlatformParts> {
  const { issuer, selfService, rules: tokenRules } = tokens;
  const trustedIssuer = issuer?.trusted() ?? (configuration.oidc && externalIssuer(configuration.oidc));
  if (!trustedIssuer) throw new TypeError('there is no issuer of tokens');
  const bodyHasher = await BodyHasher.open(stores.keys, secretBox, vault);
  return {
    ...{ configuration, clock, executor, reader, bodyHasher, trustedIssuer, selfService, tokenRules, settings },
    tallies,
    feed,
    numbers,
    webhooks,
    mails: mailing.delivery,
    tokenKeys: issuer?.keys,
    draws: draws ?? drawsUnder(await installationSecret(stores.keys, secretBox, DRAW_KEY, () => randomBytes(32))),
    personalData: vault,
    eventStore: log,
    refuseChanged: () => log.refuseChanged(),
    accessLog: stores.accessLog,
  };
}
