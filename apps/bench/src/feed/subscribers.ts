import { randomUUID } from 'node:crypto';
import type { RunningApplication } from '#composition';

const TOKEN_SECONDS = 6 * 3_600;
const INTEGRATION = '/rest/integration/v1';

/** A system that reads what is published. */
export interface Subscriber {
  readonly integrationId: string;
  readonly token: string;
}

/** Gives commands over HTTP, as systems of other administrations and the centre do. */
export class Subscribers {
  readonly #application: RunningApplication;

  constructor(application: RunningApplication) {
    this.#application = application;
  }

  /** Registers one that may read everything. */
  async register(): Promise<Subscriber> {
    const central = await this.#token({ role: 'central', id: 'bench' });
    const integration = { name: 'Bench', contact: 'Bench', scope: { nation: true } };
    const integrationId = await this.#post('/integrations', integration, central);
    return {
      integrationId,
      token: await this.#token({ role: 'integration', id: 'bench', integration: integrationId }),
    };
  }

  /** @returns id of the subscription */
  async open({ integrationId, token }: Subscriber, serial: number, filter: object): Promise<string> {
    return this.#post('/subscriptions', { integrationId, serial, name: 'Bench', filter }, token);
  }

  /** Has its events sent to an endpoint. */
  async send({ token }: Subscriber, subscription: string, url: string): Promise<void> {
    const of = `/subscriptions/${subscription}`;
    await this.#post(`${of}/endpoint`, { url }, token);
    await this.#post(`${of}/endpoint/proof`, {}, token);
  }

  /** Has them sent again, from the first on. */
  async replay({ token }: Subscriber, subscription: string): Promise<void> {
    await this.#post(`/subscriptions/${subscription}/deliveries/replay`, { from: 1 }, token);
  }

  /** Where what is published ends now. */
  async end({ token }: Subscriber): Promise<string> {
    const answer = await fetch(`${this.#application.url}${INTEGRATION}/events/end`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`the feed answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { readonly lastEventId: string }).lastEventId;
  }

  async #token(request: Parameters<NonNullable<RunningApplication['tokens']>['issue']>[0]): Promise<string> {
    const { tokens } = this.#application;
    if (!tokens) throw new TypeError('the benchmark signs its own tokens');
    return tokens.issue(request, TOKEN_SECONDS);
  }

  async #post(path: string, body: object, token: string): Promise<string> {
    const answer = await fetch(`${this.#application.url}${INTEGRATION}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { readonly id: string }).id;
  }
}
