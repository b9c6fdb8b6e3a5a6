import { defineSettings, someOf, wholeNumber } from '#use-cases';
import { EXPIRY_NOTICE_DAYS, USUAL_EXPIRY_NOTICE_DAYS } from './domain/expiry-notice.ts';
import { USUAL_FORWARDING_DAYS } from './domain/forwarding.ts';

/** Choices of this context that no source decides. */
export const protocolSettings = defineSettings('protocols', {
  forwardingDays: wholeNumber('RETE_PUNTI_FORWARDING_DAYS', {
    description: 'Days after the later signature within which a signed protocol is forwarded to the centre.',
    unit: 'days',
    fallback: USUAL_FORWARDING_DAYS,
    min: 1,
    max: 365,
  }),
  forwardingReminderDays: wholeNumber('RETE_PUNTI_FORWARDING_REMINDER_DAYS', {
    description: 'Days between two reminders of a protocol that was not forwarded in time.',
    unit: 'days',
    fallback: 7,
    min: 1,
    max: 365,
  }),
  expiryNoticeDays: someOf('RETE_PUNTI_EXPIRY_NOTICE_DAYS', EXPIRY_NOTICE_DAYS, {
    description: 'How many days before a protocol expires its directorate is told, once each.',
    fallback: USUAL_EXPIRY_NOTICE_DAYS,
  }),
  durationMonths: wholeNumber('RETE_PUNTI_PROTOCOL_MONTHS', {
    description: 'Duration of a protocol whose draft names none.',
    unit: 'months',
    fallback: 36,
    min: 1,
    max: 600,
  }),
});
