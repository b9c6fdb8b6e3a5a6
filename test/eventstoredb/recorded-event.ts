import type { ReadResp as PersistentReadResp } from '@eventstore/db-client/generated/persistent_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { streamIdentifier, streamName, streams } from './protocol.ts';
import { uuidString, uuidStructured, uuidText } from './uuid.ts';

/** An event as a client proposes it. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event in the log. The rest of it is in `frame`, to be taken out when needed. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  /** `DELETED_REVISION` for a tombstone. */
  readonly revision: number;
  /** Both commit and prepare position: they are equal for every event. */
  readonly position: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The answer of a read that carries this event, as it goes over the wire. */
  readonly frame: Buffer;
}

/** Of the event that a tombstone is: the largest 64-bit integer, which no number of JavaScript holds exactly. */
export const DELETED_REVISION = Number.POSITIVE_INFINITY;
export const LARGEST_INT64 = '9223372036854775807';

export type RecordedEvent = ReadResp.ReadEvent.RecordedEvent;

const TICKS_PER_MILLISECOND = '0000';

export function record(
  proposed: ProposedEvent,
  place: Pick<LoggedEvent, 'stream' | 'revision' | 'position' | 'createdAt'>,
): LoggedEvent {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidString(proposed.id));
  recorded.setStreamIdentifier(streamIdentifier(place.stream));
  recorded.setStreamRevision(revisionText(place));
  recorded.setPreparePosition(String(place.position));
  recorded.setCommitPosition(String(place.position));
  recorded.getMetadataMap().set('type', proposed.type);
  recorded.getMetadataMap().set('created', `${place.createdAt}${TICKS_PER_MILLISECOND}`);
  recorded.getMetadataMap().set('content-type', proposed.isJson ? 'application/json' : 'application/octet-stream');
  recorded.setCustomMetadata(proposed.metadata);
  recorded.setData(proposed.data);
  const frame = bytesOf(answerWith({ event: recorded }, place.position));
  return { id: proposed.id, type: proposed.type, ...place, frame };
}

/** A revision as it goes over the wire. */
export function revisionText({ revision }: Pick<LoggedEvent, 'revision'>): string {
  return revision === DELETED_REVISION ? LARGEST_INT64 : String(revision);
}

/** The reverse of what made `frame`. */
export function fromFrame(frame: Buffer): LoggedEvent {
  const recorded = recordedIn(frame);
  const revision = recorded.getStreamRevision();
  return {
    id: uuidText(recorded.getId()) ?? '',
    type: recorded.getMetadataMap().get('type') ?? '',
    stream: streamName(recorded.getStreamIdentifier()),
    revision: revision === LARGEST_INT64 ? DELETED_REVISION : Number(revision),
    position: Number(recorded.getCommitPosition()),
    createdAt: Number(recorded.getMetadataMap().get('created')?.slice(0, -TICKS_PER_MILLISECOND.length)),
    frame,
  };
}

export function recordedIn(frame: Uint8Array): RecordedEvent {
  return streams.ReadResp.deserializeBinary(frame).getEvent()!.getEvent()!;
}

/** What a client made of an event: its bytes, as text. */
export function dataText(event: LoggedEvent): string {
  return Buffer.from(recordedIn(event.frame).getData_asU8()).toString('utf8');
}

export interface ResolvedRecords {
  /** Absent when a link leads to nothing. */
  readonly event?: RecordedEvent | undefined;
  readonly link?: RecordedEvent | undefined;
}

/** The answer of a read with an event, or with a link and what it leads to, at a position. */
export function answerWith({ event, link }: ResolvedRecords, position: number): ReadResp {
  const resolved = new streams.ReadResp.ReadEvent();
  if (event) resolved.setEvent(event);
  if (link) resolved.setLink(link);
  resolved.setCommitPosition(String(position));
  const answer = new streams.ReadResp();
  answer.setEvent(resolved);
  return answer;
}

/** The same event with its id in the structured form, for clients that do not ask for text. */
export function withStructuredId(recorded: RecordedEvent): RecordedEvent {
  recorded.setId(uuidStructured(uuidText(recorded.getId()) ?? ''));
  return recorded;
}

export function bytesOf(message: ReadResp | PersistentReadResp): Buffer {
  const bytes = message.serializeBinary();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
