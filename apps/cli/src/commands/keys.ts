import { openKeys } from '#composition';
import {
  KeyRotationError,
  longestOfAll,
  READ_SECRETS_EVERY_MS,
  type Configuration,
  type TokenIssuer,
  type TokenKeyStatus,
} from '#platform';
import { printJson, printTable } from '#terminal';
import { Failure } from '../failure.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { openIssuer, refuseToSign } from '../installation/operations-client.ts';
import { using } from '../installation/using.ts';
import { tellSecurityEvent } from '../security-lines.ts';

const MINUTE_MS = 60_000;

export interface RotateTokenKeyOptions extends InstallationOptions {
  /** Minutes between the announcement of the new key and its first signature. */
  readonly overlap: number;
  /** The keys there are verify nothing any more: all tokens end now. */
  readonly compromised?: boolean;
  readonly json?: boolean;
}

/**
 * Announces a new key for signing tokens, which signs after the overlap; the one before verifies until the last token
 * that it signed has expired. Every process takes it over from the key store, without a restart.
 * @throws Failure where another issuer signs, or while the last new key does not sign yet
 */
export async function rotateTokenKey(options: RotateTokenKeyOptions): Promise<void> {
  const { overlap, compromised = false, json, ...installation } = options;
  const configuration = existingInstallation(installation);
  refuseToSign(configuration, 'Its keys are rotated there; the installation has none.');
  const statuses = await withIssuer(configuration, async ({ keys }) => {
    const kid = await (compromised ? keys.replaceAll() : rotate(keys, configuration, overlap));
    const reason = compromised ? 'COMPROMISED' : 'ROTATED';
    tellSecurityEvent({ event: 'security.key_rotated', key: 'token', kid, reason });
    return keys.status();
  });
  print(statuses, json);
}

/** The keys that tokens are signed with: which signs, and until when the others verify. */
export async function tokenKeys({
  json,
  ...options
}: InstallationOptions & { readonly json?: boolean }): Promise<void> {
  const configuration = existingInstallation(options);
  refuseToSign(configuration, 'Its keys are published there.');
  print(await withIssuer(configuration, async ({ keys }) => keys.status()), json);
}

function withIssuer<T>(configuration: Configuration, work: (issuer: TokenIssuer) => Promise<T>): Promise<T> {
  return using(openKeys(configuration, { readOnly: false, beside: true }), async ({ store }) =>
    work(await openIssuer(configuration, store)),
  );
}

async function rotate(keys: TokenIssuer['keys'], { tokenLifetimes }: Configuration, overlap: number): Promise<string> {
  const longestLifetime = longestOfAll(tokenLifetimes) * 1_000;
  try {
    // No shorter than it takes every process to know the new key.
    return await keys.rotate({
      overlap: Math.max(overlap * MINUTE_MS, 2 * READ_SECRETS_EVERY_MS),
      longestLifetime,
    });
  } catch (error) {
    if (error instanceof KeyRotationError) throw new Failure(error.message);
    throw error;
  }
}

function print(statuses: readonly TokenKeyStatus[], json = false): void {
  if (json) printJson(statuses);
  else {
    printTable(
      ['key', 'state', 'signs from', 'verifies until'],
      statuses.map(({ kid, state, signsFrom, verifiesUntil }) => [kid, state, signsFrom, verifiesUntil ?? '']),
    );
  }
}
