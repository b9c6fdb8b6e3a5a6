import { defineRefusal } from '#kernel/domain';

export const closureUnknown = defineRefusal(
  'CLOSURE_UNKNOWN',
  'The agenda has no closure under this id: read the agenda, which lists them.',
  'not-found',
);
