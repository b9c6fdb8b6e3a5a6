import { defineRefusals } from '#kernel/domain';

/** What reading is refused for. */
export const feedRefusals = defineRefusals({
  INTEGRATION_UNKNOWN: [
    'The token names no integration that is registered: ask the Direzione centrale to register it.',
    'forbidden',
  ],
  INTEGRATION_WITHDRAWN: [
    'The integration was withdrawn and reads nothing any more: ask the Direzione centrale.',
    'forbidden',
  ],
  TOO_MANY_READERS: [
    'This integration has {most} readers that wait already: let one of them end, and wait with fewer.',
    'conflict',
  ],
});
