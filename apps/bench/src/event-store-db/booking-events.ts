import { randomUUID } from 'node:crypto';
import { Random } from '#demonstration';
import type { AppendRequest, NewEvent } from '#kernel/ports';
import { BookingTraffic } from '../replay/booking-traffic.ts';
import { crowdedDay } from '../replay/crowded-day.ts';
import { LogWriter } from '../replay/log-writer.ts';

const DATE = '2026-06-03';

/** Events as bookings write them, of days and of persons, with ids that no log has. */
export async function bookingEvents(count: number): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  const collect = {
    readStream: async () => [],
    append: async (request: AppendRequest) => {
      for (const event of request.events) events.push({ ...event, eventId: randomUUID() });
      return { revision: 0, positions: [] };
    },
  };
  const traffic = new BookingTraffic(new LogWriter(collect), [], new Random(3));
  await traffic.fillDay(crowdedDay(randomUUID(), DATE), count);
  // The first is the plan of the day, which is large.
  return events.slice(1, count + 1);
}
