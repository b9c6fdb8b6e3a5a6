import { defineSettings, secureUrl } from '#use-cases';

/** How people are told of their appointments, and look after them. */
export const citizenSettings = defineSettings('citizen', {
  selfServicePage: secureUrl('RETE_PUNTI_SELF_SERVICE_PAGE', {
    description:
      'The page on which people look after their appointments with booking code and codice fiscale; mails to them name it.',
    fallback: undefined,
    usual: 'mails name no page',
  }),
});
