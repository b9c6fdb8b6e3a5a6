import { logChanged, SystemError } from '../errors.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { IdempotencyRecord } from '../ports/event-store.ts';
import type { StreamName } from '../stream-name.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { SeenRevision } from './command-request.ts';
import type { CommandTrace } from './loaded-stream.ts';

/** Never answers from memory of events that the log no longer has. */
export function refuseForgotten(
  stream: StreamName,
  { firstRevision, lastRevision }: CommandTrace,
  events: readonly RecordedEvent[],
  { commandId }: CommandOrigin,
): void {
  const isWhole = events.length === lastRevision - firstRevision + 1;
  const ends = [events.at(0), events.at(-1)];
  if (isWhole && ends.every((event) => event?.metadata.commandId === commandId)) return;
  throw logChanged(`${stream} no longer holds what a command wrote at revision ${firstRevision}`, { stream });
}

/** True when this record was made for the very request that the command comes from. */
async function isSameRequest(
  { idempotency }: Pick<CommandOrigin, 'idempotency'>,
  record: IdempotencyRecord,
): Promise<boolean> {
  return idempotency?.route === record.route && (await idempotency.body.matches(record.bodyHash));
}

/**
 * Refuses an Idempotency-Key that stands for another request.
 * @param stream the one the request is for, when it is known
 * @throws SystemError IDEMPOTENCY_KEY_REUSED
 */
export async function refuseReusedKey(
  origin: Pick<CommandOrigin, 'idempotency'>,
  record: IdempotencyRecord,
  stream: StreamName = record.stream,
): Promise<void> {
  if (stream === record.stream && (await isSameRequest(origin, record))) return;
  throw keyReused(record.route);
}

/**
 * The refusal of an Idempotency-Key that was used for something else.
 * @param route what it stands for
 */
export function keyReused(route: string): SystemError {
  return new SystemError('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key was used for another request; use a new one', {
    route,
  });
}

/**
 * Refuses who has seen another revision than the stream has.
 * @throws SystemError STALE_REVISION
 */
export function refuseStale(stream: StreamName, actual: number, seen: SeenRevision | undefined): void {
  if (seen === undefined || isSeen(actual, seen)) return;
  throw new SystemError(
    'STALE_REVISION',
    `${stream} stands at revision ${actual}, not ${String(seen)}; read it again`,
    {
      stream,
      actual,
      expected: seen,
    },
  );
}

function isSeen(actual: number, seen: SeenRevision): boolean {
  if (seen === 'any') return actual >= 0;
  return typeof seen === 'number' ? seen === actual : seen.includes(actual);
}

/**
 * True when an earlier attempt at this very request made its record, which it does when it has all that it claimed and
 * appends: it may have left claims. A log that holds records itself has one only beside the act.
 */
export async function wasTried(origin: Pick<CommandOrigin, 'idempotency'>, stream: StreamName): Promise<boolean> {
  const standing = origin.idempotency?.standing;
  return standing?.stream === stream && isSameRequest(origin, standing);
}
