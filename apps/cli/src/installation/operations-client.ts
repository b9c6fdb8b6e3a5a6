import { randomUUID } from 'node:crypto';
import { openMasterKey, openKeys } from '#composition';
import { systemClock } from '#kernel/domain';
import type { KeyStore } from '#kernel/ports';
import { TokenIssuer, type Configuration } from '#platform';
import { Failure } from '../failure.ts';
import { using } from './using.ts';

const LIFETIME_SECONDS = 60;

/** Talks to a running server or worker, with a token signed by the installation's own key. */
export class OperationsClient {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  static async connect(configuration: Configuration, url: string): Promise<OperationsClient> {
    return using(openKeys(configuration, { readOnly: true }), async ({ store: keys }) => {
      const issuer = await openIssuer(configuration, keys);
      return new OperationsClient(url, await issuer.issue({ role: 'central', id: 'command-line' }, LIFETIME_SECONDS));
    });
  }

  get<T>(path: string): Promise<T> {
    return this.#request<T>('GET', path);
  }

  post<T>(path: string): Promise<T> {
    return this.#request<T>('POST', path);
  }

  async #request<T>(method: string, path: string): Promise<T> {
    const response = await this.#send(method, path);
    const body = await jsonOf<T & { detail?: string; title?: string }>(response);
    if (body === undefined) throw noServerOfOurs(this.url);
    if (!response.ok) throw new Failure(body.detail ?? body.title ?? `The server answered ${response.status}.`);
    return body;
  }

  /** @throws Failure when nobody answers there */
  async #send(method: string, path: string): Promise<Response> {
    const request: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(method === 'POST' ? { 'idempotency-key': randomUUID(), 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: '{}' } : {}),
    };
    try {
      return await fetch(`${this.url}/rest/operations/v1/${path}`, request);
    } catch (error) {
      const why = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
      throw new Failure(`No server answers at ${this.url}${why}: check the URL, and whether it runs.`, {
        cause: error,
      });
    }
  }
}

async function jsonOf<T>(response: Response): Promise<T | undefined> {
  try {
    return (await response.json()) as T;
  } catch {
    return undefined; // Whatever answers there speaks something else.
  }
}

function noServerOfOurs(url: string): Failure {
  return new Failure(`What answers at ${url} is no server of rete-punti: check the URL.`);
}

/** The token issuer of an installation, over its opened keys. */
export async function openIssuer(configuration: Configuration, keys: KeyStore): Promise<TokenIssuer> {
  return TokenIssuer.open(keys, await openMasterKey(configuration, keys), systemClock);
}
