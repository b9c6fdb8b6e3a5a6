import type { Measurement, PartOptions } from '../measure/result.ts';
import { audit } from './audit.ts';
import { availability } from './availability.ts';
import { booking } from './booking.ts';
import { coldLoad } from './cold-load.ts';
import { deadReceivers } from './dead-receivers.ts';
import { eventStoreDbLog } from './event-store-db.ts';
import { eventStream } from './event-stream.ts';
import { feed } from './feed.ts';
import { firstFree } from './first-free.ts';
import { hotDay } from './hot-day.ts';
import { lag } from './lag.ts';
import { mongoDbAudit } from './mongodb-audit.ts';
import { mongoDbAvailability } from './mongodb-availability.ts';
import { mongoDbProjection } from './mongodb-projection.ts';
import { peakHour } from './peak-hour.ts';
import { replay } from './replay.ts';
import { waitingReaders } from './waiting-readers.ts';
import { webhooks } from './webhooks.ts';

/** The parts of the benchmark, by the name that `--only` takes, in the order in which they run. */
export const parts: Readonly<Record<string, (options: PartOptions) => Promise<readonly Measurement[]>>> = {
  booking,
  'hot-day': hotDay,
  availability,
  'peak-hour': peakHour,
  'first-free': firstFree,
  lag,
  feed,
  'event-stream': eventStream,
  'waiting-readers': waitingReaders,
  webhooks,
  'dead-receivers': deadReceivers,
  'cold-load': coldLoad,
  audit,
  replay,
  'mongodb-projection': mongoDbProjection,
  'mongodb-availability': mongoDbAvailability,
  'mongodb-audit': mongoDbAudit,
  eventstoredb: eventStoreDbLog,
};
