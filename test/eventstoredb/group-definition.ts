import type { CreateReq, UpdateReq } from '@eventstore/db-client/generated/persistent_pb.js';
import { NO_FILTER, filterOf, type EventFilter } from './event-filter.ts';
import type { EventLog } from './event-log.ts';
import { persistent, streamName } from './protocol.ts';

export type ConsumerStrategy = 'DispatchToSingle' | 'RoundRobin' | 'Pinned';

export interface GroupSettings {
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  readonly messageTimeoutMs: number;
  readonly maxRetryCount: number;
  readonly checkpointAfterMs: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  /** 0: as many as want. */
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly strategy: ConsumerStrategy;
}

/** What a persistent subscription is asked to be. */
export interface GroupDefinition {
  /** `$all` for the whole log. */
  readonly stream: string;
  readonly group: string;
  readonly filter: EventFilter;
  /** Index of the first event to deliver. */
  readonly from: number;
  /** As the information about it says it. */
  readonly startFrom: string;
  readonly settings: GroupSettings;
}

export const ALL = '$all';

type Options = CreateReq.Options | UpdateReq.Options;

export function definitionOf(options: Options, log: EventLog): GroupDefinition {
  const all = options.getAll();
  const settings = settingsOf(options.getSettings()!);
  const group = options.getGroupName();
  if (all) {
    const filter = all instanceof persistent.CreateReq.AllOptions ? filterOf(all.getFilter()) : NO_FILTER;
    return { stream: ALL, group, filter, settings, ...startInAll(all, log) };
  }
  // Clients from before version 21.10, and this one still, name stream and start outside of the stream's options.
  const requested = options.getStream();
  const stream = streamName(requested?.getStreamIdentifier() ?? options.getStreamIdentifier());
  const first = requested ? firstRevision(requested) : (options.getSettings()?.getRevision() ?? '0');
  return { stream, group, filter: NO_FILTER, settings, ...startInStream(first, log.stream(stream)?.revision ?? -1) };
}

type Start = Pick<GroupDefinition, 'from' | 'startFrom'>;

function startInAll(all: CreateReq.AllOptions | UpdateReq.AllOptions, log: EventLog): Start {
  if (all.hasEnd()) return { from: log.events.length, startFrom: 'C:-1/P:-1' };
  const position = all.getPosition();
  if (!position) return { from: 0, startFrom: 'C:0/P:0' };
  const startFrom = `C:${position.getCommitPosition()}/P:${position.getPreparePosition()}`;
  return { from: log.indexAt(Number(position.getCommitPosition())), startFrom };
}

/** Where a subscription to a stream begins when it is to have new events only: the largest integer there is. */
const AT_THE_END = '18446744073709551615';

function firstRevision(stream: CreateReq.StreamOptions | UpdateReq.StreamOptions): string {
  if (stream.hasEnd()) return AT_THE_END;
  return stream.hasRevision() ? stream.getRevision() : '0';
}

function startInStream(first: string, last: number): Start {
  return first === AT_THE_END ? { from: last + 1, startFrom: '-1' } : { from: Number(first), startFrom: first };
}

function settingsOf(settings: CreateReq.Settings | UpdateReq.Settings): GroupSettings {
  const strategies = ['DispatchToSingle', 'RoundRobin', 'Pinned'] as const;
  return {
    resolveLinks: settings.getResolveLinks(),
    extraStatistics: settings.getExtraStatistics(),
    messageTimeoutMs: settings.getMessageTimeoutMs(),
    maxRetryCount: settings.getMaxRetryCount(),
    checkpointAfterMs: settings.getCheckpointAfterMs(),
    minCheckpointCount: settings.getMinCheckpointCount(),
    maxCheckpointCount: settings.getMaxCheckpointCount(),
    maxSubscriberCount: settings.getMaxSubscriberCount(),
    liveBufferSize: settings.getLiveBufferSize(),
    readBatchSize: settings.getReadBatchSize(),
    historyBufferSize: settings.getHistoryBufferSize(),
    strategy: strategies[settings.getNamedConsumerStrategy()],
  };
}
