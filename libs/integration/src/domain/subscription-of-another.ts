import { defineRefusal } from '#kernel/domain';

/** Says nothing of whose it is, or of what it is for. */
export const subscriptionOfAnother = defineRefusal(
  'SUBSCRIPTION_OF_ANOTHER',
  'The token names no integration, or not the one that this subscription belongs to: use that of its own integration.',
  'forbidden',
);
