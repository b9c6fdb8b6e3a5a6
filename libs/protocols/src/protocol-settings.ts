import { defineSettings, someText, wholeNumber } from '#use-cases';

/** Choices of this context that no source decides. */
export const protocolSettings = defineSettings('protocols', {
  ipaCode: someText('RETE_PUNTI_IPA_CODE', {
    description:
      'Code of the institute in the Indice dei domicili digitali (IPA), whose registers its entries stand in.',
    fallback: 'inps',
  }),
  durationMonths: wholeNumber('RETE_PUNTI_PROTOCOL_MONTHS', {
    description: 'Duration of a protocol whose draft names none.',
    unit: 'months',
    fallback: 36,
    min: 1,
    max: 600,
  }),
});
