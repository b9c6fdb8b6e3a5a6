import { defineRefusal } from '#kernel/domain';

/** Says nothing of whose it is, of what it is for, or of whether it is there: ids follow from that of the integration. */
export const subscriptionOfAnother = defineRefusal(
  'SUBSCRIPTION_OF_ANOTHER',
  'The token names no integration, or one that has no such subscription: check the id, and use the token of its integration.',
  'forbidden',
);
