import { defineSettings, wholeNumber } from '#use-cases';

/** Choices of this context that no source decides. */
export const protocolSettings = defineSettings('protocols', {
  durationMonths: wholeNumber('RETE_PUNTI_PROTOCOL_MONTHS', {
    description: 'Duration of a protocol whose draft names none.',
    unit: 'months',
    fallback: 36,
    min: 1,
    max: 600,
  }),
});
