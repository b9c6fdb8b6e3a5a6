import { defineRefusals } from '#kernel/domain';

/** What is refused of the delivery of a subscription. */
export const deliveryRefusals = defineRefusals({
  ENDPOINT_MISSING: 'The subscription has no endpoint: set one first.',
  ENDPOINT_ALREADY_SO: ['That is its endpoint already: leave it as it is.', 'already-so'],
  ENDPOINT_ALREADY_PROVEN: [
    'The endpoint has answered its challenge already: nothing more is to be done.',
    'already-so',
  ],
  ENDPOINT_UNPROVEN: 'The endpoint has not answered its challenge yet: prove it first.',
  ENDPOINT_NOT_PROVEN:
    'The endpoint did not answer the challenge with status 2xx and the challenge in the body ({outcome}): let it do so, and ' +
    'ask again.',
  SECRETS_SHOWN_ALREADY: [
    'The secrets of keys number {keys} were shown at {shownAt}, and never are again: have those of later keys shown, under another ' +
      'Idempotency-Key; where there are none, rotate the keys first.',
    'conflict',
  ],
  TOO_MANY_KEYS: [
    'As many as {most} keys of before still sign: wait until one of them no longer does, or rotate with no overlap, which ends ' +
      'them all.',
    'conflict',
  ],
  KEYS_UNKNOWN: ['No subscription of this id has an endpoint: check the id.', 'not-found'],
  DELIVERY_NOT_ACTIVE: ['Nothing is being delivered: leave it as it is.', 'already-so'],
  DELIVERY_ALREADY_ACTIVE: ['Deliveries go on already: leave them as they are.', 'already-so'],
  REPLAY_PLACE_MISSING: 'Say from where: either from, a number, or since, a time.',
  EVENT_NOT_HELD: 'Only an event that has failed and is waited for is skipped: look at held, in the endpoint.',
  EVENT_ALREADY_SKIPPED: ['That event is skipped already: leave it as it is.', 'already-so'],
  TOO_MANY_SKIPPED: 'As many as {most} events were skipped: set another endpoint, or open another subscription.',
});
