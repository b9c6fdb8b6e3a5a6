import { CloudEvent, PUBLISHED_PREFIX, type PublishedType } from '#use-cases';
import { schemaOf, type JsonSchema } from '../contract/contract.ts';
import type { PublishedExamples } from './published-examples.ts';
import { BATCH } from '../read-models/read-events.ts';

/** Where the server is reached, and which product it is. */
export interface Served {
  /** `https://host`. */
  readonly origin: string;
  /** Semantic version of the product. */
  readonly version: string;
  readonly examples: PublishedExamples;
}

const NUMBERED =
  'Each event has its number and book beside; one that may be read no longer has these, its id and type, and is withheld.';

/** What is published, and how it is read, as AsyncAPI 3 describes it; made from the same declarations as the events. */
export function asyncApiOf(types: readonly PublishedType[], served: Served): object {
  const { origin, version } = served;
  const { protocol, host } = new URL(origin);
  const messages = Object.fromEntries(types.map((type) => [keyOf(type), messageOf(type, served)]));
  const all = Object.fromEntries(Object.keys(messages).map((key) => [key, ref(`components/messages/${key}`)]));
  return {
    asyncapi: '3.0.0',
    id: 'urn:rete-punti:events',
    info: {
      ...{ title: 'rete-punti: published events', version },
      description:
        'What happens in the network of INPS service points, for systems of other administrations. Whoever has to prove that ' +
        'nothing is missing reads the same events under consecutive numbers: /rest/integration/v1/subscriptions.',
      license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      installation: { host, protocol: protocol.slice(0, -1), security: [ref('components/securitySchemes/bearer')] },
    },
    channels: {
      feed: {
        ...{ address: '/rest/integration/v1/events', messages: all },
        description: `Batches (${BATCH}) after lastEventId, with long polling.`,
      },
      stream: {
        ...{ address: '/rest/integration/v1/events/stream', messages: all },
        description: 'Server-sent events, one for each message, after Last-Event-ID.',
      },
      subscription: {
        ...{ address: '/rest/integration/v1/subscriptions/{subscriptionId}/events', messages: all },
        parameters: { subscriptionId: { description: 'Id of a subscription.' } },
        description: `Batches (${BATCH}) after a number, with long polling. ${NUMBERED}`,
      },
      webhook: {
        // The address is the receiver's own: each subscription has one.
        ...{ address: null, messages: all },
        description:
          'One POST for each event of a subscription to the endpoint that was set for it, signed after Standard Webhooks ' +
          `(webhook-id, webhook-timestamp, webhook-signature: v1 and v1a). ${NUMBERED}`,
      },
    },
    operations: {
      readEvents: { action: 'send', channel: ref('channels/feed'), summary: 'A batch of events, in order.' },
      readNumberedEvents: {
        ...{ action: 'send', channel: ref('channels/subscription') },
        summary: 'A batch of events of a subscription, by their numbers.',
      },
      deliverEvents: {
        ...{ action: 'send', channel: ref('channels/webhook') },
        summary: 'An event of a subscription, until its endpoint has answered 2xx; in order for each thing.',
      },
      streamEvents: { action: 'send', channel: ref('channels/stream'), summary: 'Events as they happen, in order.' },
    },
    components: {
      messages,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

/** The name of a type without the prefix that all have. */
export function keyOf({ name }: Pick<PublishedType, 'name'>): string {
  return name.slice(PUBLISHED_PREFIX.length);
}

/** The whole event, with what this type says as its data. */
function messageOf({ name, title, about, schema }: PublishedType, { origin, examples }: Served): object {
  const envelope = schemaOf(CloudEvent);
  const example = examples.get(name);
  const properties: Record<string, JsonSchema> = {
    ...envelope.properties,
    data: schemaOf(schema),
    type: { const: name },
  };
  return {
    ...{ name, title, summary: about, contentType: 'application/cloudevents+json' },
    payload: { ...envelope, properties },
    ...(example ? { examples: [{ payload: { ...example, dataschema: origin + example.dataschema } }] } : {}),
  };
}

function ref(path: string): object {
  return { $ref: `#/${path}` };
}
