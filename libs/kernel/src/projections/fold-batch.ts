import { isSystemError, messageOf, SystemError } from '../errors.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import type { BuildId, ParkedKey, ReadModelStore, StoredDocument } from '../ports/read-model-store.ts';
import { isAfter, type Position } from '../position.ts';
import { wellFormed } from '../well-formed.ts';
import type { Decode } from './decode-once.ts';
import type { KnownDocuments } from './known-documents.ts';
import type { Projection } from './projection.ts';

/** What a batch of events makes of one build. */
export interface FoldOutcome {
  readonly documents: readonly StoredDocument[];
  readonly parked: readonly ParkedKey[];
  /** Position of the first event that could not be decoded or keyed. */
  readonly incompleteSince?: Position;
}

interface FoldInput {
  readonly projection: Projection;
  readonly build: BuildId;
  readonly store: ReadModelStore;
  readonly cache: KnownDocuments;
  readonly events: readonly StoredEvent[];
  /** Where the stretch of log begins (exclusive); a parked key is read again from there or later. */
  readonly after: Position;
  readonly decode: Decode;
  /** Keys that wait for a retry. */
  readonly parkedKeys: ReadonlySet<string>;
  /** Live, a failing document is parked and everything else goes on; a rebuild stops and names the event. */
  readonly onFailure: 'park' | 'stop';
  /** RFC 3339; when a failure happened. */
  readonly now: () => string;
}

interface Touch {
  readonly event: RecordedEvent;
  readonly keys: readonly string[];
  readonly after: Position;
}

/**
 * Folds a batch into the documents it touches, each loaded once. Writes nothing.
 * @throws SystemError UNKNOWN_EVENT_TYPE | NEWER_EVENT_VERSION always; FOLD_FAILED | INVALID_EVENT when told to stop
 */
export async function foldBatch(input: FoldInput): Promise<FoldOutcome> {
  const { touches, incompleteSince } = touchesOf(input);
  await loadMissing(input, touches);
  const changed = new Map<string, StoredDocument>();
  const parked = new Map<string, ParkedKey>();
  for (const { event, keys, after } of touches) {
    for (const key of keys) {
      if (input.parkedKeys.has(key) || parked.has(key)) continue;
      const before = changed.get(key) ?? input.cache.get(key);
      if (before && !isAfter(event.position, before.position)) continue;
      try {
        const document = input.projection.fold(before?.document as object | undefined, event, key);
        changed.set(key, { key, position: event.position, document });
      } catch (cause) {
        if (input.onFailure === 'stop') throw foldFailed(input.projection, event, key, cause);
        parked.set(key, {
          key,
          position: event.position,
          after,
          eventId: event.eventId,
          error: messageOf(cause),
          parkedAt: input.now(),
        });
      }
    }
  }
  return {
    documents: [...changed.values()],
    parked: [...parked.values()],
    ...(incompleteSince === undefined ? {} : { incompleteSince }),
  };
}

function touchesOf(input: FoldInput): { touches: Touch[]; incompleteSince: Position | undefined } {
  const touches: Touch[] = [];
  let incompleteSince: Position | undefined;
  let after = input.after;
  for (const stored of input.events) {
    if (input.projection.handles.has(stored.type)) {
      try {
        const event = input.decode(stored);
        touches.push({ event, keys: wellFormed(input.projection.keys(event)), after });
      } catch (cause) {
        if (isSystemError(cause, 'UNKNOWN_EVENT_TYPE', 'NEWER_EVENT_VERSION')) throw cause;
        if (input.onFailure === 'stop') throw unreadable(input.projection, stored, cause);
        incompleteSince ??= stored.position;
      }
    }
    after = stored.position;
  }
  return { touches, incompleteSince };
}

async function loadMissing({ store, build, cache }: FoldInput, touches: readonly Touch[]): Promise<void> {
  const missing = new Set<string>();
  for (const { keys } of touches) for (const key of keys) if (!cache.knows(key)) missing.add(key);
  if (missing.size === 0) return;
  const keys = [...missing];
  const found = await store.load(build, keys);
  for (const key of keys) cache.learn(key, found.get(key));
}

function foldFailed(projection: Projection, event: RecordedEvent, key: string, cause: unknown): SystemError {
  return new SystemError(
    'FOLD_FAILED',
    `${projection.name} failed on ${event.type} ${event.eventId} in ${event.stream}@${event.revision} ` +
      `(position ${event.position}, document ${key}): ${messageOf(cause)}`,
    { projection: projection.name, key, position: event.position, eventId: event.eventId, stream: event.stream },
    { cause },
  );
}

function unreadable(projection: Projection, event: StoredEvent, cause: unknown): Error {
  if (isSystemError(cause)) return cause;
  return new SystemError(
    'FOLD_FAILED',
    `${projection.name} cannot key ${event.type} ${event.eventId} in ${event.stream}@${event.revision}: ${messageOf(cause)}`,
    { projection: projection.name, position: event.position, eventId: event.eventId, stream: event.stream },
    { cause },
  );
}
