import { randomUUID } from 'node:crypto';
import { START } from '#kernel/domain';
import type { EventStore, IdempotencyRecord, LogBatch } from '#kernel/ports';
import { openEventStoreDb } from '#store-eventstoredb';
import { MemoryIdempotencyStore } from '#store-memory';
import { serveParent } from '../measure/child.ts';
import type { LogAnswer, LogRequest } from './log-request.ts';
import { measure, measureAppends } from './measured-work.ts';

const SIDE = 'adapter';
let opened: Promise<EventStore> | undefined;

/** Idempotency records cost nothing here: where they are kept is not this adapter's business. */
function open({ url, prefix }: LogRequest): Promise<EventStore> {
  return (opened ??= openEventStoreDb({ connectionString: url, prefix, idempotency: new MemoryIdempotencyStore() }));
}

async function run(request: LogRequest): Promise<LogAnswer> {
  const store = await open(request);
  switch (request.kind) {
    case 'append':
    case 'append-without-record':
      return measureAppends(SIDE, request, (stream, revision, event) =>
        store.append({
          ...{ stream, expectedRevision: revision === 0 ? 'no-stream' : revision - 1, events: [event] },
          ...(request.kind === 'append-without-record' ? {} : { idempotency: recordOn(stream) }),
        }),
      );
    case 'read':
      return measure(SIDE, request, () => take(store.readLog({ after: START }), request.events));
    case 'subscribe': {
      const { signal } = new AbortController();
      return measure(SIDE, request, () => take(store.subscribe({ after: START, signal }), request.events));
    }
    case 'fill':
      throw new TypeError('the other side prepares the log');
  }
}

/** As a command over HTTP makes it. */
function recordOn(stream: string): IdempotencyRecord {
  return { commandId: randomUUID(), route: 'POST /bench', bodyHash: 'none', stream };
}

/** Takes so many events. */
async function take(batches: AsyncIterable<LogBatch>, most: number): Promise<void> {
  let taken = 0;
  for await (const { events } of batches) {
    taken += events.length;
    if (taken >= most) return;
  }
  throw new RangeError(`the log has only ${taken} events`);
}

serveParent(run);
