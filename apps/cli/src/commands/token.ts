import { openKeys } from '#composition';
import type { KeyStore } from '#kernel/ports';
import { TokenClaimsError, type Configuration, type TokenRequest } from '#platform';
import { printJson } from '#terminal';
import type { IssuedRole } from '#use-cases';
import { Failure } from '../failure.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import { openIssuer, refuseToSign } from '../installation/operations-client.ts';
import { using } from '../installation/using.ts';
import { withDirectory } from '../installation/with-directory.ts';

export interface TokenOptions extends InstallationOptions {
  readonly role: IssuedRole;
  readonly id?: string;
  readonly region?: string;
  readonly province?: string;
  readonly unit?: string;
  readonly host?: string;
  readonly integration?: string;
  readonly fiscalCode?: string;
  /** How long it is valid, in hours. */
  readonly hours: number;
  readonly json?: boolean;
}

/** Prints a bearer token, signed with the key of the installation. */
export async function token(options: TokenOptions): Promise<void> {
  const configuration = existingInstallation(options);
  refuseToSign(configuration, 'Ask it for one.');
  const lifetime = Math.round(options.hours * 3_600);
  const signWith = (access: { readonly readOnly: boolean }): Promise<string> =>
    using(openKeys(configuration, access), ({ store: keys }) =>
      sign(configuration, keys, requestOf(options), lifetime),
    );
  const signed = configuration.cluster?.mongoDb
    ? await signWith({ readOnly: false })
    : await withDirectory(configuration, {
        server: () => signWith({ readOnly: true }),
        alone: () => signWith({ readOnly: false }),
      });
  if (options.json) printJson({ token: signed, expiresInSeconds: lifetime });
  else process.stdout.write(`${signed}\n`);
}

function requestOf({ role, id, region, province, unit, host, integration, fiscalCode }: TokenOptions): TokenRequest {
  const given = Object.entries({ id, region, province, unit, host, integration, fiscalCode }).filter(
    ([, value]) => value !== undefined,
  );
  return { role, ...Object.fromEntries(given) };
}

async function sign(
  configuration: Configuration,
  keys: KeyStore,
  request: TokenRequest,
  lifetime: number,
): Promise<string> {
  try {
    return await (await openIssuer(configuration, keys)).issue(request, lifetime);
  } catch (error) {
    if (error instanceof TokenClaimsError) throw new Failure(error.message);
    throw error;
  }
}
