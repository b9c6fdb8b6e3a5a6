import { randomUUID } from 'node:crypto';
import type { Answer } from '../../http/support/server.ts';

export { expectProblem, type Answer } from '../../http/support/server.ts';

/** How a request differs from the usual: of a POST the Idempotency-Key is a new one unless it is named. */
export interface RequestOptions {
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of a server, with one token or none. */
export class Api {
  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  /** The same server with another token. */
  with(token: string): Api {
    return new Api(this.url, token);
  }

  /** The same token at another server of the same directory. */
  at(url: string): Api {
    return new Api(url, this.token);
  }

  get(path: string): Promise<Answer> {
    return this.#call('GET', path, undefined, {});
  }

  post(path: string, body: unknown = {}, { key = randomUUID(), headers = {} }: RequestOptions = {}): Promise<Answer> {
    return this.#call('POST', path, JSON.stringify(body), {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...headers,
    });
  }

  /** All items of a list, page after page. */
  async list(path: string): Promise<unknown[]> {
    const items: unknown[] = [];
    const join = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null;) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { status, body } = await this.get(`${path}${join}limit=200${from}`);
      if (status !== 200) throw new Error(`GET ${path} answered ${String(status)}: ${JSON.stringify(body)}`);
      const page = body as { items: unknown[]; nextCursor: string | null };
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /** @throws what fetch does when the connection is refused or breaks before the answer is whole */
  async #call(
    method: string,
    path: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...headers, ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }) },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: json ? (JSON.parse(text) as unknown) : text };
  }
}
