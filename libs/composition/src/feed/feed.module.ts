import { Module } from '@nestjs/common';
import { EventStreamController } from './event-stream.controller.ts';

/** What of the feed is no use case: its stream, which is no answer. */
@Module({ controllers: [EventStreamController] })
export class FeedModule {}
