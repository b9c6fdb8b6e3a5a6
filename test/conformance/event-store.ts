import { describeAppending } from './event-store.appending.ts';
import { describeCommands } from './event-store.commands.ts';
import { describeFollowing } from './event-store.following.ts';
import { describeReading } from './event-store.reading.ts';
import { describeSubscribing } from './event-store.subscribing.ts';
import type { EventStore } from '#kernel/ports';
import type { MakeHarness } from './harness.ts';

/**
 * What every log must do. Positions may have gaps, and the log may hold the events of others. Logs that are written by
 * one process in one transaction promise more: see `event-store.alone.ts`.
 */
export function describeEventStore(name: string, makeHarness: MakeHarness<EventStore>): void {
  describe(`${name} as an event store`, () => {
    describeAppending(makeHarness);
    describeCommands(makeHarness);
    describeReading(makeHarness);
    describeSubscribing(makeHarness);
    describeFollowing(makeHarness);
  });
}
