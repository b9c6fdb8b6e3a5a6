import { randomUUID } from 'node:crypto';
import {
  EventStoreDBClient,
  jsonEvent,
  type AllStreamSubscription,
  type EventData,
  type ResolvedEvent,
  type StreamSubscription,
} from '@eventstore/db-client';
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts';

/** A server, a client of it, and streams of their own. */
export interface Conversation {
  readonly server: ServerUnderTest;
  readonly client: EventStoreDBClient;
  /** The name of a stream that nobody has written to. */
  readonly fresh: () => string;
  /** A stream with so many events, numbered from 0. */
  readonly written: (count: number) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function converse(): Promise<Conversation> {
  const server = await serverUnderTest();
  const client = EventStoreDBClient.connectionString(server.connectionString);
  let streams = 0;
  const fresh = (): string => `${server.prefix}.Stream-${(streams += 1)}`;
  return {
    ...{ server, client, fresh },
    written: async (count) => {
      const stream = fresh();
      await client.appendToStream(stream, numbered(0, count), { expectedRevision: 'no_stream' });
      return stream;
    },
    close: async () => {
      await client.dispose();
      await server.close();
    },
  };
}

/** Events that carry the numbers from `first` on. */
export function numbered(first: number, count: number): EventData[] {
  return Array.from({ length: count }, (_, index) => counted(first + index));
}

export function counted(number: number, id: string = randomUUID(), type = 'Counted'): EventData {
  return jsonEvent({ id, type, data: { number } });
}

/** What a promise was rejected with, reduced to what a caller can tell errors apart by. */
export async function refusal(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    const { _raw: _stack, ...facts } = error as Record<string, unknown>;
    return { ...facts, message: (error as Error).message };
  }
  throw new Error('it was not refused');
}

export async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

export const revisions = (events: readonly ResolvedEvent[]): (number | undefined)[] =>
  events.map(({ event }) => event && Number(event.revision));

/** What a subscription told, in order: names for what happened, revisions for events. */
export interface Told {
  readonly log: unknown[];
  readonly events: ResolvedEvent[];
  /** Resolves when the condition holds, tried after everything that is told. */
  until(condition: (told: Told) => boolean): Promise<void>;
  note(what: unknown): void;
}

/** Listens to a subscription. */
export function listen(subscription: AllStreamSubscription | StreamSubscription): Told {
  const waiting = new Set<() => void>();
  const told: Told = {
    log: [],
    events: [],
    until: (condition) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (!condition(told)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    note: (what) => {
      told.log.push(what);
      for (const look of [...waiting]) look();
    },
  };
  subscription.on('confirmation', () => told.note('confirmation'));
  subscription.on('caughtUp', () => told.note('caught up'));
  subscription.on('error', (error) => told.note(error));
  subscription.on('data', (event: ResolvedEvent) => {
    told.events.push(event);
    told.note(event.event ? Number(event.event.revision) : 'a link to nothing');
  });
  return told;
}
