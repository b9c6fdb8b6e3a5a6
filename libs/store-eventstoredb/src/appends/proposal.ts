import { SystemError } from '#kernel/domain';
import type { NewEvent } from '#kernel/ports';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NIL = '00000000-0000-0000-0000-000000000000';

/** What one append may carry. A server that is told to take more or less than by default is not asked. */
const MOST_BYTES = 1024 * 1024;

/** An event as it is sent, in text: what the caller does to its objects afterwards does not reach the log. */
export interface Proposal {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** One or more. */
export type Proposals = readonly [Proposal, ...Proposal[]];

/**
 * Looks events over before the server does, which has no good answer to some mistakes.
 * @throws TypeError for an id that is no UUID, a type that is empty or the server's own, data that is no JSON or a text
 * @throws SystemError APPEND_TOO_LARGE
 */
export function proposalsOf(stream: string, events: readonly NewEvent[]): Proposals {
  const [first, ...others] = events;
  if (!first) throw new TypeError('an append carries one event or more');
  const proposals: Proposals = [proposalOf(first), ...others.map(proposalOf)];
  if (bytesOf(proposals) > MOST_BYTES) throw tooLarge(stream, proposals, MOST_BYTES);
  return proposals;
}

/**
 * The answer where one append has more than it may.
 * @param limit in bytes; undefined when the server does not say
 */
export function tooLarge(
  stream: string,
  proposals: Proposals,
  limit: number | undefined,
  cause?: unknown,
): SystemError {
  const bytes = bytesOf(proposals);
  const allowed = limit === undefined ? 'that is more than the server takes' : `one append may have ${limit}`;
  return new SystemError(
    'APPEND_TOO_LARGE',
    `the events for ${stream} come to ${bytes} bytes, and ${allowed}: ask for less at once`,
    { stream, bytes, ...(limit === undefined ? {} : { limit }) },
    cause === undefined ? undefined : { cause },
  );
}

function proposalOf({ eventId, type, data, metadata }: NewEvent): Proposal {
  if (!UUID.test(eventId) || eventId === NIL) throw new TypeError(`the id of an event must be a UUID: "${eventId}"`);
  if (type === '' || type.startsWith('$')) throw new TypeError(`not a type of an event: "${type}"`);
  if (typeof data === 'string') throw new TypeError(`the data of ${type} must not be a bare text`);
  return { id: eventId.toLowerCase(), type, data: toJson(type, data), metadata: toJson(type, metadata) };
}

/**
 * As EventStoreDB counts from 24.10 on: data, metadata, and two bytes for a character of the type. Versions before count
 * the data alone, and are given no more all the same: what is refused must not depend on the version.
 */
function bytesOf(proposals: Proposals): number {
  return proposals.reduce(
    (sum, { type, data, metadata }) => sum + 2 * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata),
    0,
  );
}

function toJson(type: string, value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError(`${type} carries what is no JSON`);
  return text;
}
