import { Type, type Static } from '@sinclair/typebox';
import type { Position } from '#kernel/domain';
import { Id, LocalDate, Word } from '#vocabulary';
import { WrittenAnswer, writtenList } from '../answers/written-answer.ts';

/** An event as outsiders read it: CloudEvents 1.0, structured mode. */
export const CloudEvent = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Type.String({
      ...{ minLength: 27, maxLength: 27 },
      description:
        'Opaque; the ids of one log are in the order of its events. Give the last one back as `lastEventId`.',
    }),
    source: Type.String({ maxLength: 100, description: 'This log.' }),
    type: Word,
    subject: Type.Optional({ ...Id, description: 'The thing that it is about; its events come in order.' }),
    time: Type.String({ maxLength: 24, description: 'When it was recorded, RFC 3339.' }),
    datacontenttype: Type.Literal('application/json'),
    dataschema: Type.String({ maxLength: 500, description: 'URL of the JSON Schema of data.' }),
    legaldate: Type.Optional({ ...LocalDate, description: 'The day from which it counts by law, where it has one.' }),
    sequence: Type.String({ maxLength: 16, description: 'Place among the facts of the thing: corrections name it.' }),
    data: Type.Object({}, { additionalProperties: true, maxProperties: 50, description: 'As its dataschema says.' }),
  },
  { $id: 'CloudEvent' },
);
export type CloudEvent = Static<typeof CloudEvent>;

/** An event as the JSON text that outsiders read: it is written once, whichever way it goes. */
export interface WrittenEvent {
  readonly id: string;
  /** Of a {@link CloudEvent}, or of a numbered one. */
  readonly json: string;
}

/** Events as an answer (JSON Event Format for CloudEvents 1.0, 4). */
export function writtenBatch(events: readonly WrittenEvent[]): WrittenAnswer {
  return new WrittenAnswer(writtenList(events.map(({ json }) => json)));
}

/** What of the events somebody wants. */
export interface FeedFilter {
  /** Names of published types; all when absent. */
  readonly types?: readonly string[];
  /** ISTAT code. */
  readonly region?: string;
  /** ISTAT code. */
  readonly province?: string;
  /** Id of the hosting body. */
  readonly host?: string;
}

export interface FeedRequest extends FeedFilter {
  /** Id of the integration that reads, as its token names it. */
  readonly integration: string | undefined;
  /** Where it has read to; from the beginning when absent. */
  readonly lastEventId?: string;
  /** Most events. */
  readonly limit: number;
  /** How long to wait for one, in milliseconds. */
  readonly timeout: number;
  /** Where the server is reached, for the URLs of schemas: `https://host`. */
  readonly origin: string;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** The events that outsiders may read. */
export interface EventFeed {
  /**
   * The events after one, in order, within the scope of the integration; waits for one when there is none.
   * @returns none when there are none to read after the time to wait
   * @throws DomainError PUBLISHED_TYPE_UNKNOWN, INTEGRATION_UNKNOWN | INTEGRATION_WITHDRAWN (forbidden), EVENT_OF_ANOTHER_LOG | TOO_MANY_READERS
   *   (conflict); SystemError EVENTS_HELD_BACK | PROJECTION_NOT_READY | ERASURES_BEHIND
   */
  read(request: FeedRequest): Promise<readonly WrittenEvent[]>;
  /**
   * Where what may be read ends now: what is read after that has happened since.
   * @param integration as in {@link FeedRequest}
   * @returns an id as events have them, whether or not an event has it
   * @throws DomainError INTEGRATION_UNKNOWN | INTEGRATION_WITHDRAWN (forbidden); SystemError PROJECTION_NOT_READY
   */
  end(integration: string | undefined): Promise<string>;
  /**
   * What {@link read} answers, for as long as somebody reads it, batch by batch: an empty one whenever there was none for the time to wait. It
   * ends with the server, and when nobody reads any more.
   * @throws as {@link read}, whenever that comes to hold
   */
  follow(request: FeedRequest): AsyncIterable<readonly WrittenEvent[]>;
  /** The id that an event at a position has, or would have. */
  idAt(position: Position): Promise<string>;
}
