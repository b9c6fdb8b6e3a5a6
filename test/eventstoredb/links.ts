import type { EventLog } from './event-log.ts';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import {
  answerWith,
  bytesOf,
  dataText,
  recordedIn,
  withStructuredId,
  type LoggedEvent,
  type ResolvedRecords,
} from './recorded-event.ts';

const LINK_TYPE = '$>';

/** What a reader asked its events to look like. */
export interface Appearance {
  readonly resolveLinks: boolean;
  readonly structuredIds: boolean;
}

export function appearanceOf(options: ReadReq.Options): Appearance {
  return {
    resolveLinks: options.getResolveLinks(),
    structuredIds: options.getUuidOption()?.hasString() !== true,
  };
}

/** The answer that carries an event. */
export function frameOf(log: EventLog, event: LoggedEvent, appearance: Appearance): Buffer {
  const isLink = appearance.resolveLinks && event.type === LINK_TYPE;
  if (!isLink && !appearance.structuredIds) return event.frame;
  return bytesOf(answerWith(resolve(log, event, appearance), event.position));
}

/** An event; or, for a link that is to be resolved, the link and what it leads to, if that is still to be seen. */
export function resolve(log: EventLog, event: LoggedEvent, appearance: Appearance): ResolvedRecords {
  const shown = ({ frame }: LoggedEvent): ReturnType<typeof recordedIn> =>
    appearance.structuredIds ? withStructuredId(recordedIn(frame)) : recordedIn(frame);
  if (!appearance.resolveLinks || event.type !== LINK_TYPE) return { event: shown(event) };
  const target = targetOf(log, event);
  return { event: target && shown(target), link: shown(event) };
}

/** What a link leads to, if it is still to be seen. A link says `<revision>@<stream>`. */
export function targetOf(log: EventLog, link: LoggedEvent): LoggedEvent | undefined {
  const [, revision, name] = /^(\d+)@(.*)$/s.exec(dataText(link)) ?? [];
  const stream = name === undefined ? undefined : log.stream(name);
  const target = stream?.events[Number(revision)];
  return stream && target && !stream.tombstoned && stream.isVisible(target) ? target : undefined;
}
