import type { KeyStore } from '#kernel';
import { openEmbeddedStores } from '#store-embedded';
import { TokenClaimsError, type Role } from '#platform';
import { openStores } from '../../../api/src/composition/stores.ts';
import { Failure } from '../failure.ts';
import { withInstallation } from '../installation/installation.ts';
import { openIssuer } from '../installation/operations-client.ts';
import { printJson } from '../output/print.ts';

export interface TokenOptions {
  readonly data: string;
  readonly role: Role;
  readonly id?: string;
  readonly region?: string;
  readonly province?: string;
  readonly unit?: string;
  readonly host?: string;
  readonly fiscalCode?: string;
  /** How long it is valid, in hours. */
  readonly hours: number;
  readonly json?: boolean;
}

interface KeysHolder {
  readonly keys: KeyStore;
  close(): Promise<void>;
}

/** Prints a bearer token, signed with the key of the data directory; the first use makes that key. */
export async function token({ data, hours, json, ...request }: TokenOptions): Promise<void> {
  const lifetime = Math.round(hours * 3_600);
  const signIn = async (open: () => KeysHolder): Promise<string> => {
    const stores = open();
    try {
      return await sign(data, stores.keys, request, lifetime);
    } finally {
      await stores.close();
    }
  };
  const signed = await withInstallation(data, {
    server: () => signIn(() => openEmbeddedStores(data, { readOnly: true })),
    alone: () => signIn(() => openStores(data)),
  });
  if (json) printJson({ token: signed, expiresInSeconds: lifetime });
  else process.stdout.write(`${signed}\n`);
}

async function sign(
  directory: string,
  keys: KeyStore,
  request: Omit<TokenOptions, 'data' | 'hours' | 'json'>,
  lifetime: number,
): Promise<string> {
  try {
    return await (await openIssuer(directory, keys)).issue(request, lifetime);
  } catch (error) {
    if (error instanceof TokenClaimsError) throw new Failure(error.message);
    throw error;
  }
}
