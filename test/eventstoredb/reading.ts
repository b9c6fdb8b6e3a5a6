import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventFilter } from './event-filter.ts';
import { filterOf } from './event-filter.ts';
import type { EventLog } from './event-log.ts';
import { appearanceOf, frameOf } from './links.ts';
import { streamIdentifier, streamName, streams } from './protocol.ts';
import { bytesOf, type LoggedEvent } from './recorded-event.ts';
import { streamDeleted, thrownByHandler, unexpectedRead } from './refusal.ts';

type Options = ReadReq.Options;

/**
 * What a read answers, as it goes over the wire.
 * @returns undefined for a read that a real server never answers
 * @throws Refusal
 */
export function answersTo(log: EventLog, options: Options): Iterable<Buffer> | undefined {
  const count = Number(options.getCount());
  if (options.hasAll()) return count === 0 ? undefined : framed(log, options, readAll(log, options, count));
  const name = streamName(options.getStream()?.getStreamIdentifier());
  if (count === 0) throw unexpectedRead('ReadStreamResult', 'Error');
  const events = readStream(log, name, options, count);
  return events ? framed(log, options, events) : [notFound(name)];
}

function isBackwards(options: Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}

function* framed(log: EventLog, options: Options, events: Iterable<LoggedEvent>): Iterable<Buffer> {
  const appearance = appearanceOf(options);
  for (const event of events) yield frameOf(log, event, appearance);
}

/** @returns undefined when the stream is not there, or is deleted */
function readStream(log: EventLog, name: string, options: Options, count: number): Iterable<LoggedEvent> | undefined {
  if (log.isTombstoned(name)) throw streamDeleted(name);
  const stream = log.stream(name);
  const from = options.getStream()!;
  const backwards = isBackwards(options);
  if (from.hasEnd() && !backwards) throw unexpectedRead('ReadStreamResult', 'Error');
  if (!stream || stream.revision < 0 || stream.isDeleted) return undefined;
  const start = from.hasStart() ? 0 : from.hasEnd() ? stream.revision : Number(from.getRevision());
  const visible = (event: LoggedEvent): boolean => stream.isVisible(event);
  const first = backwards ? Math.min(start, stream.revision) : Math.max(start, stream.firstVisible);
  return taken(stream.events, first, backwards, count, visible);
}

function readAll(log: EventLog, options: Options, count: number): Iterable<LoggedEvent> {
  const backwards = isBackwards(options);
  const filter: EventFilter = filterOf(options.getFilter());
  const index = indexInAll(log, options, backwards);
  return taken(log.events, index, backwards, count, (event) => filter.matches(event));
}

/** Forwards from a position includes it, backwards does not. */
function indexInAll(log: EventLog, options: Options, backwards: boolean): number {
  const all = options.getAll()!;
  if (all.hasStart()) return backwards ? -1 : 0;
  if (all.hasEnd()) return backwards ? log.events.length - 1 : log.events.length;
  const commit = Number(all.getPosition()!.getCommitPosition());
  if (commit < Number(all.getPosition()!.getPreparePosition())) throw thrownByHandler();
  if (commit > log.end) {
    if (backwards) throw unexpectedRead('ReadAllResult', 'Error');
    return log.events.length;
  }
  if (!log.isBoundary(commit)) throw unexpectedRead('ReadAllResult', 'InvalidPosition');
  return backwards ? log.indexAt(commit) - 1 : log.indexAt(commit);
}

function* taken(
  events: readonly LoggedEvent[],
  first: number,
  backwards: boolean,
  count: number,
  accepts: (event: LoggedEvent) => boolean,
): Iterable<LoggedEvent> {
  const end = backwards ? -1 : events.length;
  const step = backwards ? -1 : 1;
  let left = count;
  for (let index = first; index !== end && index < events.length && left > 0; index += step) {
    const event = events[index]!;
    if (!accepts(event)) continue;
    left -= 1;
    yield event;
  }
}

function notFound(name: string): Buffer {
  const missing = new streams.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(streamIdentifier(name));
  const answer = new streams.ReadResp();
  answer.setStreamNotFound(missing);
  return bytesOf(answer);
}
