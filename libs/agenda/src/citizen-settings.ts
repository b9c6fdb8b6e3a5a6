import { defineSettings, secureUrl, wholeNumber } from '#use-cases';

/** How people are told of their appointments, and look after them. */
export const citizenSettings = defineSettings('citizen', {
  reminderHours: wholeNumber('RETE_PUNTI_REMINDER_HOURS', {
    description:
      'How many hours before its start people are reminded by mail of an appointment that is booked from now on; 0 reminds nobody.',
    fallback: 24,
    min: 0,
    max: 168,
  }),
  selfServicePage: secureUrl('RETE_PUNTI_SELF_SERVICE_PAGE', {
    description:
      'The page on which people look after their appointments with booking code and codice fiscale; mails to them name it.',
    fallback: undefined,
    usual: 'mails name no page',
  }),
});
