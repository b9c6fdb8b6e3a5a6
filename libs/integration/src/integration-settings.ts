import { defineSettings, wholeNumber } from '#use-cases';

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
});
