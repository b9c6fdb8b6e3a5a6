import { defineSettings, onOrOff, secureUrl, wholeNumber } from '#use-cases';

/** Choices of this context that no source decides. */
export const integrationSettings = defineSettings('integration', {
  readers: wholeNumber('RETE_PUNTI_INTEGRATION_READERS', {
    ...{ min: 1, max: 100_000, fallback: 50 },
    description: 'Readers of one integration that may wait for events at once, in each process.',
  }),
  patience: wholeNumber('RETE_PUNTI_INTEGRATION_PATIENCE', {
    ...{ min: 1, max: 600, fallback: 30, unit: 'seconds' },
    description: 'How long a reader of the event stream may leave unread what was sent, before it is told to page.',
  }),
  privateEndpoints: onOrOff('RETE_PUNTI_WEBHOOK_PRIVATE', {
    fallback: false,
    description:
      'Whether webhooks are also sent over http, and to machines of private networks: for tests, and where receivers stand in ' +
      'the same perimeter.',
  }),
  webhookTimeout: wholeNumber('RETE_PUNTI_WEBHOOK_TIMEOUT', {
    ...{ min: 1, max: 60, fallback: 15, unit: 'seconds' },
    description: 'How long an endpoint may take for one webhook, connection and answer included.',
  }),
  publicUrl: secureUrl('RETE_PUNTI_PUBLIC_URL', {
    fallback: undefined,
    usual: 'none: webhooks name schemas by their path alone',
    description:
      'Where outsiders reach this API, for the URLs of schemas in webhooks, for example https://rete.example.org.',
  }),
});
