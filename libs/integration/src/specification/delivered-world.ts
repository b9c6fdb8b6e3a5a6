import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { SystemError } from '#kernel/domain';
import type { NumberedEvent } from '#use-cases';
import { ToldEvents } from '../books/told-events.ts';
import { Deliverer, type DelivererParts, type StopReason } from '../deliveries/deliverer.ts';
import { EndpointKeys } from '../deliveries/endpoint-keys.ts';
import { ERASED } from './feed-world.ts';
import { NumberedWorld } from './numbered-world.ts';

/** A webhook as its receiver has it. */
export interface Received {
  readonly id: string;
  readonly path: string;
  readonly event: NumberedEvent;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver answers; nothing, ever, when undefined. */
export type Answers = (received: Received, response: ServerResponse) => void;

/** Kites of which subscriptions are delivered to receivers on this machine. */
export class DeliveredWorld extends NumberedWorld {
  readonly received: Received[] = [];
  readonly stopped: { readonly id: string; readonly why: StopReason }[] = [];
  readonly keys = new EndpointKeys(new Uint8Array(32));
  answers: Answers = (_received, response) => void response.end();
  /** Milliseconds that the clock is ahead. */
  ahead = 0;
  /** How often the log is away when it is to be written down that deliveries end. */
  lostStops = 0;
  readonly #server: Server = createServer((request, response) => void this.#receive(request, response));
  readonly #deliverers = new Set<Deliverer>();
  readonly #waiting = new Set<() => void>();
  #lease = 0;

  override async start(): Promise<this> {
    await super.start();
    await this.number();
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  override async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await Promise.all([...this.#deliverers].map((deliverer) => deliverer.stop()));
    this.#server.close();
    await super.stop();
  }

  /** Delivers from now on, in the place of whoever did before, who is not stopped. */
  async deliver(timeoutMs = 5_000): Promise<Deliverer> {
    const deliverer = this.deliverer({ timeoutMs });
    await deliverer.start();
    return deliverer;
  }

  /** What delivers, not started yet. */
  deliverer({
    timeoutMs = 5_000,
    log = this.log,
  }: Partial<Pick<DelivererParts, 'log'> & { timeoutMs: number }>): Deliverer {
    this.#lease += 1;
    const { published, rendering, work, keys, executor } = this;
    const deliverer = new Deliverer({
      ...{ log, published, work, keys, executor, epoch: this.#lease },
      told: new ToldEvents({ published, rendering, erasure: ERASED, requireErasures: async () => undefined }),
      clock: { now: () => Date.now() + this.ahead },
      origin: 'https://rete.example',
      endpoints: { allowsPrivate: true, timeoutMs },
      stopDelivery: async (id, why) => {
        if (this.lostStops > 0) {
          this.lostStops -= 1;
          throw new SystemError('STORE_UNAVAILABLE', 'the log is away');
        }
        this.stopped.push({ id, why });
        await this.deliveryChange(id, 'SubscriptionDeliveryStopped', { why });
        this.#called();
      },
    });
    this.#deliverers.add(deliverer);
    return deliverer;
  }

  /** A subscription of everything, with an endpoint that is proven. */
  async subscribed(id: string, path = `/${id}`): Promise<void> {
    await this.open(id, 'one');
    await this.deliveryChange(id, 'SubscriptionEndpointSet', { url: `${this.url}${path}`, keys: 1 });
    await this.deliveryChange(id, 'SubscriptionEndpointProven', {});
  }

  /** Writes a change of a delivery. */
  async deliveryChange(id: string, type: string, data: object): Promise<string> {
    return this.write(type, `Subscription-${id}`, { subscriptionId: id, ...data });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Numbers that came to a path, in the order in which they came. */
  arrived(path: string): readonly number[] {
    return this.received.filter((one) => one.path === path).map(({ event }) => event.number);
  }

  /** Waits until something holds of what was received. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const call = (): void => resolve(undefined);
      this.#waiting.add(call);
      await promise;
      this.#waiting.delete(call);
    }
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
    const { url: path = '', headers } = request;
    const event = JSON.parse(body) as NumberedEvent;
    const received = { id: String(headers['webhook-id']), path, event, headers, body };
    this.received.push(received);
    this.answers(received, response);
    this.#called();
  }

  #called(): void {
    for (const call of this.#waiting) call();
  }
}
