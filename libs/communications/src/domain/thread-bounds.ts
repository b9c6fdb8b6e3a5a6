import { defineRefusal } from '#kernel/domain';
import type { Communication } from './communication.ts';

/** Most messages of one thread: it is read as a whole. */
export const MAX_MESSAGES = 200;

export const threadIsFull = defineRefusal(
  'THREAD_IS_FULL',
  'The thread has {messages} messages, the most there may be: close it, and send a new communication.',
);

/**
 * Refuses one message more than a thread may have.
 * @throws DomainError THREAD_IS_FULL
 */
export function requireRoom({ messages }: Pick<Communication, 'messages'>): void {
  if (messages >= MAX_MESSAGES) throw threadIsFull({ messages });
}
