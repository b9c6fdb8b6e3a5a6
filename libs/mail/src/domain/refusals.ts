import { defineRefusals } from '#kernel/domain';

/** What a mail server may say no with. No address stands in it: it is written to the log output. */
export const mailRefusals = defineRefusals({
  MAIL_NOT_ACCEPTED_YET: ['The mail server does not take it now: it is tried again by itself.', 'not-yet'],
  MAIL_REFUSED:
    'The mail server will not have it, with {responseCode}: look at the address and at what that server allows, then retry.',
});
