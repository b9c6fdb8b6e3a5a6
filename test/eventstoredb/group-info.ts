import type { SubscriptionInfo } from '@eventstore/db-client/generated/persistent_pb.js';
import type { Consumer } from './consumer.ts';
import type { EventLog } from './event-log.ts';
import { ALL } from './group-definition.ts';
import { persistent } from './protocol.ts';
import { revisionText, type LoggedEvent } from './recorded-event.ts';
import type { SubscriptionGroup } from './subscription-group.ts';

/** What a server tells of a persistent subscription. Rates are zero: nothing here measures. */
export function infoOf(group: SubscriptionGroup, log: EventLog): SubscriptionInfo {
  const { stream, group: name, settings, startFrom } = group.definition;
  const events = group.events();
  const inFlight = group.consumers.reduce((sum, consumer) => sum + consumer.inFlight.length, 0);
  const info = new persistent.SubscriptionInfo();
  info.setEventSource(stream);
  info.setGroupName(name);
  info.setStatus('Live');
  info.setConnectionsList(group.consumers.map(connectionOf));
  info.setTotalItems(String(group.consumers.reduce((sum, consumer) => sum + consumer.total, 0)));
  info.setCountSinceLastMeasurement('0');
  info.setLastCheckpointedEventPosition(placeOf(stream, events[group.settledBefore - 1]));
  info.setLastKnownEventPosition(placeOf(stream, events.at(-1)));
  info.setResolveLinkTos(settings.resolveLinks);
  info.setStartFrom(startFrom);
  info.setMessageTimeoutMilliseconds(settings.messageTimeoutMs);
  info.setExtraStatistics(settings.extraStatistics);
  info.setMaxRetryCount(settings.maxRetryCount);
  info.setLiveBufferSize(settings.liveBufferSize);
  info.setBufferSize(settings.historyBufferSize);
  info.setReadBatchSize(settings.readBatchSize);
  info.setCheckPointAfterMilliseconds(settings.checkpointAfterMs);
  info.setMinCheckPointCount(settings.minCheckpointCount);
  info.setMaxCheckPointCount(settings.maxCheckpointCount);
  info.setLiveBufferCount('0');
  info.setRetryBufferCount(group.retrying);
  info.setTotalInFlightMessages(inFlight);
  info.setOutstandingMessagesCount(inFlight);
  info.setNamedConsumerStrategy(settings.strategy);
  info.setMaxSubscriberCount(settings.maxSubscriberCount);
  info.setParkedMessageCount(String(group.parked.waiting(log).length));
  return info;
}

function connectionOf(consumer: Consumer): SubscriptionInfo.ConnectionInfo {
  const connection = new persistent.SubscriptionInfo.ConnectionInfo();
  connection.setFrom(consumer.peer);
  connection.setUsername('anonymous');
  connection.setConnectionName(consumer.name);
  connection.setTotalItems(String(consumer.total));
  connection.setCountSinceLastMeasurement('0');
  connection.setAvailableSlots(consumer.freeSlots);
  connection.setInFlightMessages(consumer.inFlight.length);
  return connection;
}

function placeOf(stream: string, event: LoggedEvent | undefined): string {
  if (!event) return '';
  return stream === ALL ? `C:${event.position}/P:${event.position}` : revisionText(event);
}
