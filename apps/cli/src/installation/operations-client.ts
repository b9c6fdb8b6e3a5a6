import { randomUUID } from 'node:crypto';
import { openMasterKey, openKeys } from '#composition';
import { systemClock } from '#kernel/domain';
import type { KeyStore } from '#kernel/ports';
import { TokenIssuer, type Configuration } from '#platform';
import { Failure } from '../failure.ts';
import { tellSecurityEvent } from '../security-lines.ts';
import { TOKEN_VARIABLE } from './given-token.ts';
import { using } from './using.ts';

const OPERATIONS = 'rest/operations/v1';
const LIFETIME_SECONDS = 60;
/** Milliseconds after which it signs another: some requests belong to one that takes long. */
const RENEWED_AFTER_MS = 30_000;

/** What a server answered to a command. */
export interface Given {
  readonly status: number;
  /** Why it was refused; of no meaning below 300. */
  readonly problem: {
    readonly code: string;
    readonly detail: string;
    readonly errors?: readonly { readonly field: string; readonly message: string }[];
  };
  /** Seconds after which it may be given again. */
  readonly retryAfter?: number;
}

/** Refusals that are about whoever asks, and the same for every command. */
const ABOUT_WHO_ASKS = [401, 403];

/** Talks to a running server or worker as central. */
export class OperationsClient {
  #token: Promise<string> | undefined;
  #signedAt = 0;

  /** @param sign gives its token, when the first request is made and now and then after that */
  private constructor(
    readonly url: string,
    private readonly sign: () => Promise<string>,
  ) {}

  /**
   * With the token that it is given, else with one signed by the installation's own key. Whoever has a token needs nothing of
   * the installation but its URL.
   * @param installation its configuration, asked for where nobody gives a token
   * @throws Failure where it is given none and another issuer signs, or no installation is there
   */
  static connect(installation: () => Configuration, url: string, given: string | undefined): OperationsClient {
    if (given !== undefined) return new OperationsClient(url, async () => given);
    const configuration = installation();
    refuseToSign(configuration, `Give one for the role central in ${TOKEN_VARIABLE}, or its file with --token-file.`);
    return new OperationsClient(url, () =>
      using(openKeys(configuration, { readOnly: true }), async ({ store: keys }) => {
        const issuer = await openIssuer(configuration, keys);
        return issuer.issue({ role: 'central', id: 'command-line' }, LIFETIME_SECONDS);
      }),
    );
  }

  get<T>(path: string): Promise<T> {
    return this.#request<T>('GET', `${OPERATIONS}/${path}`);
  }

  post<T>(path: string): Promise<T> {
    return this.#request<T>('POST', `${OPERATIONS}/${path}`);
  }

  /** What another path answers, as JSON, without a slash before it. */
  read<T>(path: string): Promise<T> {
    return this.#request<T>('GET', path);
  }

  /**
   * Gives a command.
   * @param key its Idempotency-Key
   * @throws Failure when nobody answers, or who asks may not give it
   */
  async give(path: string, body: object, key: string): Promise<Given> {
    const response = await this.#send('POST', path, { key, body });
    const answer = await jsonOf<Partial<Given['problem']>>(response);
    if (answer === undefined) throw noServerOfOurs(this.url);
    const { code = '', detail = `The server answered ${response.status}.`, errors } = answer;
    if (ABOUT_WHO_ASKS.includes(response.status)) throw new Failure(detail);
    const retryAfter = response.headers.get('retry-after');
    return {
      status: response.status,
      problem: { code, detail, ...(errors ? { errors } : {}) },
      ...(retryAfter === null ? {} : { retryAfter: Number(retryAfter) }),
    };
  }

  #tokenNow(): Promise<string> {
    const now = performance.now();
    if (this.#token && now - this.#signedAt < RENEWED_AFTER_MS) return this.#token;
    this.#signedAt = now;
    return (this.#token = this.sign());
  }

  async #request<T>(method: string, path: string): Promise<T> {
    const response = await this.#send(method, path);
    const body = await jsonOf<T & { detail?: string; title?: string }>(response);
    if (body === undefined) throw noServerOfOurs(this.url);
    if (!response.ok) throw new Failure(body.detail ?? body.title ?? `The server answered ${response.status}.`);
    return body;
  }

  /** @throws Failure when nobody answers there */
  async #send(
    method: string,
    path: string,
    { key = randomUUID(), body = {} }: { readonly key?: string; readonly body?: object } = {},
  ): Promise<Response> {
    const token = await this.#tokenNow();
    const request: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' ? { 'idempotency-key': key, 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    };
    try {
      return await fetch(`${this.url}/${path}`, request);
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

/**
 * The token issuer of an installation, over its opened keys.
 * @throws Failure where another issuer signs
 */
export async function openIssuer(configuration: Configuration, keys: KeyStore): Promise<TokenIssuer> {
  refuseToSign(configuration, 'Ask it for one.');
  const box = await openMasterKey(configuration, keys);
  return TokenIssuer.open(keys, box, systemClock, {
    lifetimes: configuration.tokenLifetimes,
    tell: tellSecurityEvent,
  });
}

/** @throws Failure where another issuer signs: the installation signs nothing then, not even for itself */
export function refuseToSign({ oidc }: Configuration, instead: string): void {
  if (oidc) throw new Failure(`Tokens of this installation come from ${oidc.issuer}. ${instead}`);
}
