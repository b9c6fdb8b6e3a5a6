import { defineRefusal } from '#kernel/domain';

/** Refuses a place in another log: ids are those of the log that they were given out for. */
export const eventOfAnotherLog = defineRefusal(
  'EVENT_OF_ANOTHER_LOG',
  'lastEventId belongs to another log, or lies past the end of this one: the log was restored or replaced. Read from the ' +
    'beginning, without it, into an empty copy of yours: events have other ids since.',
  'conflict',
);
