import {
  ANY,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  START,
  streamNameFilter,
  type JSONType,
} from '@eventstore/db-client';
import type { NewEvent } from '#kernel/ports';
import { serveParent } from '../measure/child.ts';
import { bookingEvents } from './booking-events.ts';
import type { LogAnswer, LogRequest } from './log-request.ts';
import { measure, measureAppends } from './measured-work.ts';

const SIDE = 'bare';
/** As the adapter asks for, so that the server works as much for both. */
const SEARCH_WINDOW = 1_000;
const READ_AHEAD = 500;
const EVENTS_PER_FILLING = 500;
let opened: EventStoreDBClient | undefined;

async function run(request: LogRequest): Promise<LogAnswer> {
  const client = (opened ??= EventStoreDBClient.connectionString(request.url));
  const { prefix, events: count } = request;
  switch (request.kind) {
    case 'append':
    case 'append-without-record':
      return measureAppends(SIDE, request, (stream, revision, event) =>
        client.appendToStream(`${prefix}.${stream}`, eventData(event), {
          expectedRevision: revision === 0 ? NO_STREAM : BigInt(revision - 1),
        }),
      );
    case 'read':
    case 'subscribe':
      return measure(SIDE, request, () => catchUp(client, request));
    case 'fill': {
      const work = async (): Promise<void> => {
        for (let filled = 0; filled < count; filled += EVENTS_PER_FILLING) {
          const events = await bookingEvents(Math.min(EVENTS_PER_FILLING, count - filled));
          const stream = `${prefix}.Bench-${filled}`;
          await client.appendToStream(stream, events.map(eventData), { expectedRevision: ANY });
        }
      };
      return measure(SIDE, request, work);
    }
  }
}

function eventData({ eventId: id, type, data, metadata }: NewEvent) {
  return jsonEvent({ id, type, data: data as JSONType, metadata: metadata as unknown as Record<string, JSONType> });
}

/** Takes so many events from a subscription. */
function catchUp(client: EventStoreDBClient, { prefix, events }: LogRequest): Promise<void> {
  const filter = streamNameFilter({ prefixes: [`${prefix}.`], maxSearchWindow: SEARCH_WINDOW, checkpointInterval: 1 });
  const subscription = client.subscribeToAll({ fromPosition: START, filter }, { highWaterMark: READ_AHEAD });
  let taken = 0;
  return new Promise<void>((resolve, reject) => {
    subscription.on('error', reject);
    subscription.on('data', () => {
      taken += 1;
      if (taken === events) resolve();
    });
  }).finally(() => subscription.unsubscribe());
}

serveParent(run);
