import { defineRefusal } from '#kernel/domain';

/** What the structure of the institute becomes is written down when it is so. */
export const changeInFuture = defineRefusal(
  'CHANGE_IN_FUTURE',
  '{on} lies after today, {today}: record the change on its day.',
);
