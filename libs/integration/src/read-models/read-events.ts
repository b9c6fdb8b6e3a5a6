import { Type } from '@sinclair/typebox';
import { IsOptional, Matches } from 'class-validator';
import {
  CloudEvent,
  defineQuery,
  everywhere,
  IsId,
  IsProvince,
  IsRegion,
  IsWholeNumber,
  matching,
  writtenBatch,
  type AnyPrincipal,
  type FeedRequest,
} from '#use-cases';
import { listOf } from '#vocabulary';
import { eachRefusal } from '#kernel/domain';
import { eventOfAnotherLog } from '../domain/event-of-another-log.ts';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { typeRefusals } from '../use-cases/scope-input.ts';

/** Most milliseconds that a reader may wait. */
export const LONGEST_WAIT_MS = 60_000;
/** Most events of a batch. */
export const MOST_EVENTS = 1_000;

/** What reading is refused for. */
export const readingRefusals = eachRefusal([eventOfAnotherLog, feedRefusals, typeRefusals]);

/** Integrations, each within its scope, and the centre. */
const READERS = [everywhere('central', 'integration')];

/** CloudEvents in a batch (JSON Event Format for CloudEvents 1.0, 4). */
export const BATCH = 'application/cloudevents-batch+json';

const EVENT_ID = matching({
  message: '$property must be the id of an event, as it was read',
  maxLength: 27,
  example: '0a1b2c3d4e-00000000000003e8',
});

/** What of the events somebody wants. */
abstract class WantedEvents {
  /** Id of the last event that was read; from the beginning when absent. */
  @IsOptional()
  @Matches(/^[0-9a-f]{10}-[0-9a-f]{16}$/, EVENT_ID)
  readonly lastEventId?: string;

  /** Names of published events, separated by commas; all that may be read when absent. */
  @IsOptional()
  @Matches(
    /^[a-z0-9.-]{1,100}(,[a-z0-9.-]{1,100}){0,49}$/,
    matching({
      message: '$property must be names of published events, separated by commas',
      maxLength: 5_000,
      example: 'it.inps.retepunti.service-point.opened.v1',
    }),
  )
  readonly types?: string;

  /** ISTAT code of the region in which it happened. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** ISTAT code of the province in which it happened. */
  @IsOptional()
  @IsProvince()
  readonly province?: string;

  /** Id of the hosting body that it is about. */
  @IsOptional()
  @IsId()
  readonly host?: string;
}

export class ReadEvents extends WantedEvents {
  /** Milliseconds to wait for an event when there is none, 0 to 60000; an empty list comes then. */
  @IsWholeNumber({ min: 0, max: LONGEST_WAIT_MS })
  readonly timeout: number = 0;

  /** Most events of the batch, 1 to 1000. */
  @IsWholeNumber({ min: 1, max: MOST_EVENTS })
  readonly limit: number = 100;
}

/** What a stream of events is asked for; where it goes on stands in the header Last-Event-ID, too. */
export class StreamEvents extends WantedEvents {}

/** What is asked for, as the feed takes it. */
export function wantedOf({ lastEventId, types, region, province, host }: WantedEvents): WantedRequest {
  const asked = { lastEventId, types: types?.split(','), region, province, host };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}
type WantedRequest = Pick<FeedRequest, 'lastEventId' | 'types' | 'region' | 'province' | 'host'>;

/** Who reads: the integration that the token names, nobody where it names none; undefined for the centre, which reads everything. */
export function readerOf(principal: AnyPrincipal | undefined): string | undefined {
  return principal?.role === 'integration' ? (principal.integration ?? '') : undefined;
}

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it asks for nothing in particular
export class GetEndOfEvents {}

const EndOfEvents = Type.Object(
  {
    lastEventId: Type.String({
      ...{ minLength: 27, maxLength: 27 },
      description: 'Give it to the feed, or the stream, to read what comes from now on.',
    }),
  },
  { $id: 'EndOfEvents' },
);

/** For whoever wants what comes, and not what was: without it, they would have to read everything to learn where it ends. */
export const getEndOfEvents = defineQuery({
  input: GetEndOfEvents,
  summary: 'Where what is published ends now: the place after which there is nothing to read yet.',
  by: READERS,
  answer: EndOfEvents,
  refuses: [feedRefusals],
  run: async (_none, { feed, principal }) => ({ lastEventId: await feed.end(readerOf(principal)) }),
});

const EventBatch = listOf(CloudEvent, MOST_EVENTS);

export const readEvents = defineQuery({
  input: ReadEvents,
  summary: 'What is published, in order, after an event that was read; waits for more when asked to.',
  by: READERS,
  mediaType: BATCH,
  answer: EventBatch,
  refuses: readingRefusals,
  run: async ({ timeout, limit, ...wanted }, { feed, principal, origin, gone }) => {
    const asked = { ...wantedOf(wanted), integration: readerOf(principal), timeout, limit };
    return writtenBatch(await feed.read({ ...asked, origin, signal: gone() }));
  },
});
