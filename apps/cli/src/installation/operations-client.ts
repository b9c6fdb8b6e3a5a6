import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock, type KeyStore } from '#kernel';
import { TokenIssuer } from '#platform';
import { MasterKey } from '#privacy';
import { openEmbeddedStores } from '#store-embedded';
import { Failure } from '../failure.ts';

const LIFETIME_SECONDS = 60;

/** Talks to the running server of a data directory, with a token signed by that directory's own key. */
export class OperationsClient {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  static async connect(directory: string, url: string): Promise<OperationsClient> {
    const stores = openEmbeddedStores(directory, { readOnly: true });
    try {
      const issuer = await openIssuer(directory, stores.keys);
      return new OperationsClient(url, await issuer.issue({ role: 'central', id: 'command-line' }, LIFETIME_SECONDS));
    } finally {
      await stores.close();
    }
  }

  get<T>(path: string): Promise<T> {
    return this.#request<T>('GET', path);
  }

  post<T>(path: string): Promise<T> {
    return this.#request<T>('POST', path);
  }

  async #request<T>(method: string, path: string): Promise<T> {
    const response = await fetch(`${this.url}/rest/operations/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID(), 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    const body = (await response.json()) as T & { detail?: string; title?: string };
    if (!response.ok) throw new Failure(body.detail ?? body.title ?? `The server answered ${response.status}.`);
    return body;
  }
}

/** The token issuer of a data directory, over its opened keys. */
export async function openIssuer(directory: string, keys: KeyStore): Promise<TokenIssuer> {
  const masterKey = await MasterKey.load({ environment: process.env, file: join(directory, 'master.key') });
  await masterKey.check(keys);
  return TokenIssuer.open(keys, masterKey, systemClock);
}
