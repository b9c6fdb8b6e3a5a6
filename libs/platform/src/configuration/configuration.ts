import { readSettings, type AnySettings, type SettingsOf, type Variables } from '#use-cases';
import type { TokenLifetimes } from '../identity/token-lifetimes.ts';
import type { SelfServiceLimits } from '../identity/self-service-issuer.ts';
import type { ExternalIssuer } from '../identity/trusted-issuer.ts';
import { clusterOf, clusterSettings, type ClusterConfiguration } from './cluster-settings.ts';
import { ConfigurationError } from './configuration-error.ts';
import { identitySettings, issuerOf, lifetimesOf, selfServiceLimitsOf } from './identity-settings.ts';
import { installationSettings } from './installation-settings.ts';

/** The variables of a process, as `process.env` has them. */
export type Environment = Variables;

/** How an installation runs, from environment variables whose names begin with RETE_PUNTI_. */
export interface Configuration extends Omit<SettingsOf<typeof installationSettings>, 'masterKey'> {
  /** `clustered` has it, `embedded` (the default) has not. */
  readonly cluster?: ClusterConfiguration;
  /** Without it the installation signs its own tokens. */
  readonly oidc?: ExternalIssuer;
  /** How long the tokens may be valid that it signs. */
  readonly tokenLifetimes: TokenLifetimes;
  readonly selfService: SelfServiceLimits;
}

/** What the platform is told; contexts have settings of their own. */
export const platformSettings: readonly AnySettings[] = [installationSettings, clusterSettings, identitySettings];

/**
 * Reads the configuration.
 * @param contextSettings the settings of the contexts, so that what is wrong there is told at once, too
 * @throws ConfigurationError naming every variable with a wrong value, that value and what is expected
 */
export function readConfiguration(
  environment: Environment,
  contextSettings: readonly AnySettings[] = [],
): Configuration {
  const installation = readSettings(installationSettings, environment);
  const cluster = readSettings(clusterSettings, environment);
  const identity = readSettings(identitySettings, environment);
  const others = contextSettings.map((group) => readSettings(group, environment));
  const wrong = [installation, cluster, identity, ...others].flatMap((group) => group.wrong);
  if (wrong.length > 0) throw new ConfigurationError(wrong);
  const { masterKey: _readElsewhere, ...values } = installation.values;
  const servers = clusterOf(cluster.values);
  const oidc = issuerOf(identity.values);
  const tokenLifetimes = lifetimesOf(identity.values);
  const selfService = selfServiceLimitsOf(identity.values);
  return {
    ...values,
    tokenLifetimes,
    selfService,
    ...(servers ? { cluster: servers } : {}),
    ...(oidc ? { oidc } : {}),
  };
}
