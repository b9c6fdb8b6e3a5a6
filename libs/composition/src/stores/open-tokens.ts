import { Logger } from '@nestjs/common';
import { messageOf, type Clock } from '#kernel/domain';
import type { KeyStore } from '#kernel/ports';
import {
  FollowedSecrets,
  Revocations,
  securityLog,
  SelfServiceIssuer,
  TokenIssuer,
  TokenKeys,
  type Configuration,
  type SecurityEvent,
  type TokenRules,
} from '#platform';
import type { MasterKey, PersonalDataVault } from '#privacy';
import type { SeenKeys } from './seen-keys.ts';

interface TokenSurroundings {
  readonly keys: KeyStore;
  readonly masterKey: MasterKey;
  readonly vault: PersonalDataVault;
  readonly seen: SeenKeys;
  readonly clock: Clock;
}

/** Who issues the tokens of an installation, and what makes one invalid before its time. */
export interface OpenTokens {
  /** Undefined when an external issuer signs. */
  readonly issuer: TokenIssuer | undefined;
  readonly selfService: SelfServiceIssuer;
  readonly rules: TokenRules;
  /** Ends the following of the secrets. */
  readonly stop: () => Promise<void>;
}

/** Opens what tokens are signed and looked at with, and follows all secrets that another process may change. */
export async function openTokens(
  {
    oidc,
    tokenLifetimes: lifetimes,
    selfService: limits,
  }: Pick<Configuration, 'oidc' | 'tokenLifetimes' | 'selfService'>,
  { keys, masterKey, vault, seen, clock }: TokenSurroundings,
): Promise<OpenTokens> {
  const security = securityLog();
  const tell = (event: SecurityEvent): void => {
    security.tell(event);
  };
  const issuer = oidc ? undefined : await TokenIssuer.open(keys, masterKey, clock, { lifetimes, tell });
  const signing = issuer?.keys ?? (await TokenKeys.open(keys, masterKey, clock));
  const selfService = new SelfServiceIssuer({ keys: signing, clock, limits, tell });
  const revocations = await Revocations.open(keys, masterKey, clock);
  const secrets = new FollowedSecrets({
    store: keys,
    // The master key first: the others are unwrapped with it.
    followers: [masterKey, vault, revocations, signing, seen],
    onError: (error) => {
      new Logger('Secrets').error(messageOf(error));
    },
  });
  const changes = (): number => revocations.changes + signing.changes;
  return {
    issuer,
    selfService,
    rules: { revocations, secrets, changes, selfService: selfService.trusted() },
    stop: secrets.follow(),
  };
}
