import { createHash } from 'node:crypto';
import type { Position } from '#kernel/domain';
import { eventOfAnotherLog } from '../domain/event-of-another-log.ts';
import { keyAt } from '../read-models/published-events.ts';

const TAG_DIGITS = 10;
const POSITION_DIGITS = 16;

/** Tells the ids of one log from those of others, for ever the same for one log. */
export function tagOf(logId: string): string {
  return createHash('sha256').update(`published events of ${logId}`).digest('hex').slice(0, TAG_DIGITS);
}

/** The id of the event of a document, the same in every build, in the order of the log. */
export function eventIdOf(tag: string, key: string): string {
  return `${tag}-${BigInt(key).toString(16).padStart(POSITION_DIGITS, '0')}`;
}

/**
 * The place that an id stands for.
 * @throws DomainError EVENT_OF_ANOTHER_LOG (conflict)
 */
export function keyOfEvent(tag: string, id: string): string {
  const [of, place = ''] = id.split('-');
  if (of !== tag) throw eventOfAnotherLog();
  const position: Position = BigInt(`0x${place}`).toString();
  return keyAt(position);
}
