import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#kernel/ports';
import { MemoryEventStore } from '#store-memory';
import type { Played } from './demo-stage.ts';
import { DemoClock } from './demo-clock.ts';
import { DemoStage } from './demo-stage.ts';
import { Random } from './random.ts';

describe('the stage of a demonstration', () => {
  it('counts the events of process managers too, which come after the commands that they follow from', async () => {
    const eventStore = new MemoryEventStore();
    const event = { eventId: randomUUID(), type: 'Followed', data: {}, metadata: {} } as unknown as NewEvent;
    const settled = async (): Promise<void> => {
      await eventStore.append({ stream: 'Followed-1', expectedRevision: 'no-stream', events: [event] });
    };
    const application = { stores: { eventStore }, processes: { settled } } as unknown as Played;
    const stage = new DemoStage(application, new DemoClock(), new Random(1), 1, () => undefined);

    expect(await stage.eventsSettled()).toBe(1);
  });
});
