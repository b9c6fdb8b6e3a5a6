import { randomUUID } from 'node:crypto';
import { toTimestamp, type Clock } from '#kernel/domain';
import type { WorkStore } from '#kernel/ports';
import type { DeliveryProgress, SentOutcome, SentTo, WebhookDesk } from '#use-cases';
import { endpointUrl, OutgoingPosts, type Attempt } from '#webhooks';
import { listAttempts, loadDelivery } from './delivery-state.ts';
import type { EndpointKeys } from './endpoint-keys.ts';
import { outcomeOf, postOf } from './webhook.ts';

interface DeskParts {
  readonly work: Pick<WorkStore, 'load'>;
  readonly keys: EndpointKeys;
  readonly clock: Clock;
  readonly endpoints: { readonly allowsPrivate: boolean; readonly timeoutMs: number };
}

/** Name of what is sent to see whether an endpoint is its owner's. */
const CHALLENGE = 'it.inps.retepunti.endpoint.challenge';
/** Name of what is sent to see what an endpoint makes of it. */
const EXAMPLE = 'it.inps.retepunti.endpoint.example';
/** Connections to one endpoint for what is sent by hand. */
const CONNECTIONS = 2;

/** Sends challenges and examples, and tells of deliveries; any process does. */
export class Desk implements WebhookDesk {
  readonly #parts: DeskParts;
  readonly #posts: OutgoingPosts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#posts = new OutgoingPosts({ ...parts.endpoints, connections: CONNECTIONS });
  }

  /** {@inheritDoc WebhookDesk.challenge} */
  async challenge(to: SentTo): Promise<SentOutcome & { readonly isProven: boolean }> {
    const challenge = randomUUID();
    const attempt = await this.#send(to, { type: CHALLENGE, challenge });
    const { status = 0, answer = '' } = attempt;
    return { ...outcomeOf(attempt), isProven: status >= 200 && status < 300 && answer.includes(challenge) };
  }

  /** {@inheritDoc WebhookDesk.example} */
  async example(to: SentTo): Promise<SentOutcome> {
    const event = { specversion: '1.0', id: randomUUID(), source: 'urn:rete-punti:example', type: EXAMPLE, data: {} };
    return outcomeOf(await this.#send(to, event));
  }

  /** {@inheritDoc WebhookDesk.secrets} */
  secrets(subscriptionId: string, keys: number): { readonly shared: string; readonly privateKey: string } {
    const { shared, privateKey } = this.#parts.keys.of(subscriptionId, keys);
    return { shared, privateKey };
  }

  /** {@inheritDoc WebhookDesk.publicKey} */
  publicKey(subscriptionId: string, keys: number): string {
    return this.#parts.keys.of(subscriptionId, keys).publicKey;
  }

  /** {@inheritDoc WebhookDesk.progress} */
  async progress(subscriptionId: string): Promise<DeliveryProgress> {
    const { book, through, held, failures, restsUntil } = await loadDelivery(this.#parts.work, subscriptionId);
    return {
      ...{ book, through, failures, restsUntil: restsUntil === 0 ? null : toTimestamp(restsUntil) },
      held: held.map(({ numbers: [number = 0, ...others], failures: failed, nextAt }) => ({
        ...{ number, behind: others.length, failures: failed, nextAt: nextAt === null ? null : toTimestamp(nextAt) },
      })),
    };
  }

  /** {@inheritDoc WebhookDesk.attempts} */
  attempts(
    subscriptionId: string,
    asked: { readonly before: number | undefined; readonly limit: number },
  ): ReturnType<WebhookDesk['attempts']> {
    return listAttempts(this.#parts.work, subscriptionId, { ...asked, now: this.#parts.clock.now() });
  }

  /** Ends every connection. */
  close(): Promise<void> {
    return this.#posts.close();
  }

  async #send({ subscriptionId, url, keys }: SentTo, told: object): Promise<Attempt> {
    const { keys: made, clock, endpoints } = this.#parts;
    endpointUrl(url, endpoints);
    const now = clock.now();
    const body = JSON.stringify(told);
    const signing = keys.flatMap((number) => made.of(subscriptionId, number).signing);
    return this.#posts.post(postOf({ id: `${subscriptionId}_${randomUUID()}`, url, body, keys: signing, now }));
  }
}
