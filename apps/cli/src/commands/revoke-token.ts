import { openKeys, openMasterKey } from '#composition';
import { systemClock } from '#kernel/domain';
import {
  isTokenId,
  isTokenSubject,
  longestOfAll,
  READ_SECRETS_EVERY_MS,
  Revocations,
  RevocationsFullError,
  type Configuration,
  type Revoked,
} from '#platform';
import { printJson } from '#terminal';
import { Failure } from '../failure.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { using } from '../installation/using.ts';
import { tellSecurityEvent } from '../security-lines.ts';

export interface RevokeTokenOptions extends InstallationOptions {
  /** The `jti` of one token. */
  readonly id?: string;
  /** The `sub` of tokens, or the id of the principal that they stand for: all that were issued until now. */
  readonly subject?: string;
  readonly json?: boolean;
}

/**
 * Ends tokens before they expire, whoever signed them. Every process refuses them as soon as it has read the key store
 * again, whether it was started before or after.
 * @throws Failure when not exactly one of id and subject is given, or it can be none
 */
export async function revokeToken({ id, subject, json, ...options }: RevokeTokenOptions): Promise<void> {
  const revoked = revokedBy(id, subject);
  const configuration = existingInstallation(options);
  const { until } = await using(openKeys(configuration, { readOnly: false, beside: true }), async ({ store: keys }) => {
    const box = await openMasterKey(configuration, keys);
    const revocations = await Revocations.open(keys, box, systemClock);
    return add(revocations, revoked, longestLifetime(configuration));
  });
  const keptUntil = new Date(until).toISOString();
  const { event } = { event: 'security.token_revoked' } as const;
  tellSecurityEvent('tokenId' in revoked ? { event, ...revoked } : { event, principal: revoked.subject });
  const seconds = READ_SECRETS_EVERY_MS / 1_000;
  if (json) printJson({ ...revoked, keptUntil, effectiveWithinSeconds: seconds });
  else process.stdout.write(`Revoked: every process refuses it within ${seconds} seconds, until ${keptUntil}.\n`);
}

function revokedBy(id: string | undefined, subject: string | undefined): Revoked {
  if (id !== undefined && subject === undefined && isTokenId(id)) return { tokenId: id };
  if (id === undefined && subject !== undefined && isTokenSubject(subject)) return { subject };
  if ((id === undefined) === (subject === undefined)) {
    throw new Failure('Say what is revoked: one token with --id <jti>, or all of a subject with --subject <sub>.');
  }
  throw new Failure(
    'This is the id of no token and no subject: 1 to 255 printable ASCII characters, no codice fiscale and no address.',
  );
}

/** In milliseconds. */
function longestLifetime({ oidc, tokenLifetimes }: Configuration): number {
  return (oidc?.longestLifetime ?? longestOfAll(tokenLifetimes)) * 1_000;
}

async function add(revocations: Revocations, revoked: Revoked, lifetime: number): Promise<{ readonly until: number }> {
  try {
    return await revocations.add(revoked, lifetime);
  } catch (error) {
    if (error instanceof RevocationsFullError) throw new Failure(error.message);
    throw error;
  }
}
