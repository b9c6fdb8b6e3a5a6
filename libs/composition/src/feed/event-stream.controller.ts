import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { integrationSettings, readerOf, readingRefusals, StreamEvents, wantedOf } from '#integration';
import {
  describeFields,
  Describes,
  EVENT_FEED,
  originOf,
  problemOf,
  Roles,
  RouteInput,
  SETTINGS,
  TokenWatch,
  type GuardedRequest,
  type HttpReply,
} from '#platform';
import type { CommandShell, EventFeed, FeedRequest } from '#use-cases';
import { EventStream } from './event-stream.ts';

describeFields(StreamEvents);

/** Milliseconds without an event after which a comment says that the stream is alive. */
const HEARTBEAT_MS = 15_000;
/** Most events that are read at once: what is sent and not read yet is bounded by it, and by the connection. */
const AT_ONCE = 100;

/** Published events over one connection, as they happen (server-sent events, HTML Living Standard, 9.2). */
@Roles('central', 'integration')
@ApiTags('integration')
@Controller('rest/integration/v1/events')
export class EventStreamController {
  readonly #patience: number;

  constructor(
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
    @Inject(SETTINGS) settings: CommandShell['settings'],
    private readonly tokens: TokenWatch,
    private readonly input: RouteInput,
  ) {
    this.#patience = settings(integrationSettings).patience * 1_000;
  }

  @Describes({
    summary: 'What is published, in order, as it happens, over one connection.',
    description:
      'For central, integration. Server-sent events: each message has the id of its event, and the CloudEvent as its data; ' +
      'a comment comes every 15 seconds. The header Last-Event-ID says where to go on, as lastEventId does. Whoever leaves ' +
      'unread what was sent is sent the message fell-behind, with the id from which to page; whoever may read no longer, ' +
      'the message refused, with the problem. The stream ends after either.',
    answer: Type.String({ maxLength: 1_000_000, description: 'Messages, one after the other.' }),
    mediaType: 'text/event-stream',
    refuses: ['ROLE_NOT_ALLOWED', ...readingRefusals.map(({ code }) => code)],
  })
  @Get('stream')
  async stream(@Query() wanted: StreamEvents, @Req() request: GuardedRequest, @Res() reply: HttpReply): Promise<void> {
    const reader = this.tokens.of(request, reply);
    const seen = await this.input.of(StreamEvents, { sent: lastSeen(request), path: {} });
    const reading: FeedRequest = {
      ...{ ...wantedOf(wanted), ...wantedOf(seen), integration: readerOf(request.principal) },
      ...{ limit: AT_ONCE, timeout: HEARTBEAT_MS, origin: originOf(request), signal: reader.signal },
    };
    // What it is refused for now is answered as a problem.
    await this.feed.read({ ...reading, limit: 1, timeout: 0 });
    const stream = new EventStream(reply, this.#patience);
    try {
      for await (const events of this.feed.follow(reading)) {
        reader.requireGood();
        if (!(await stream.send(events))) return;
      }
      reader.requireGood();
    } catch (error) {
      stream.refuse(problemOf(error));
    } finally {
      stream.end();
    }
  }
}

/** What a browser says by itself when it connects again: nobody has looked at it yet, as at the parameter. */
function lastSeen({ headers }: GuardedRequest): { readonly lastEventId?: unknown } {
  const id = headers['last-event-id'];
  return id === undefined || id === '' ? {} : { lastEventId: id };
}
