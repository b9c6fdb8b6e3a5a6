import { randomUUID } from 'node:crypto';
import { START, type Position } from '#kernel/domain';
import type {
  AppendResult,
  EventStore,
  ExpectedRevision,
  IdempotencyRecord,
  LogBatch,
  NewEvent,
  StoredEvent,
} from '#kernel/ports';

/** A stream that no other test knows. */
export function freshStream(): string {
  return `Conformance-${randomUUID()}`;
}

/** An event as the kernel would hand it over. */
export function newEvent(data: unknown = {}, type = 'SomethingHappened'): NewEvent {
  const commandId = randomUUID();
  return {
    eventId: randomUUID(),
    type,
    data,
    metadata: {
      schemaVersion: 1,
      recordedAt: '2026-03-01T09:30:00.123Z',
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      actor: { kind: 'policy', name: 'conformance' },
      scope: { region: '07' },
      subjects: [],
    },
  };
}

/** Appends one event per number, each numbered in its data, to a stream that stands where it is expected. */
export function appendNumbers(
  store: EventStore,
  stream: string,
  expectedRevision: ExpectedRevision,
  numbers: readonly number[],
): Promise<AppendResult> {
  return store.append({ stream, expectedRevision, events: numbers.map((number) => newEvent({ number })) });
}

/** The number in the data of an event written by {@link appendNumbers}. */
export function numberOf(event: StoredEvent): number {
  return (event.data as { number: number }).number;
}

/** Reads batches to their end; checks that they are in order and that none goes behind what was promised as seen. */
export async function collect(batches: AsyncIterable<LogBatch>): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  let seen: Position = START;
  for await (const batch of batches) {
    for (const event of batch.events) {
      expect(BigInt(event.position)).toBeGreaterThan(BigInt(seen));
      seen = event.position;
      events.push(event);
    }
    expect(BigInt(batch.through)).toBeGreaterThanOrEqual(BigInt(seen));
    seen = batch.through;
  }
  return events;
}

/** Reads batches until so many events of one stream were seen, then has the source end. */
export async function collectOf(
  stream: string,
  count: number,
  batches: AsyncIterable<LogBatch>,
  end: () => void,
): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const batch of batches) {
    found.push(...batch.events.filter((event) => event.stream === stream));
    if (found.length >= count) end();
  }
  return found;
}

/** An idempotency record of a command that no other test gives. */
export function recordOn(stream: string): IdempotencyRecord {
  return {
    commandId: randomUUID(),
    route: 'POST /rest/protocols/v1/protocols',
    bodyHash: randomUUID(),
    stream,
  };
}
